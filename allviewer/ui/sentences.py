"""The sentences of the floors below, for the translator. Written by packaging/translations.py."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

_MARKED = (
    QT_TRANSLATE_NOOP("sentences", "the disk is full. Free some space or choose another place"),
    QT_TRANSLATE_NOOP(
        "sentences", "your share of the disk is used up. Free some space or choose another place"
    ),
    QT_TRANSLATE_NOOP("sentences", "the file would be larger than is allowed there. Choose another place"),
    QT_TRANSLATE_NOOP("sentences", "the place is read-only. Choose another one"),
    QT_TRANSLATE_NOOP(
        "sentences",
        "there is no permission to write there. Choose another place, or close the file elsewhere",
    ),
    QT_TRANSLATE_NOOP("sentences", "there is no permission to write there. Choose another place"),
    QT_TRANSLATE_NOOP("sentences", "the folder does not exist. Create it or choose another one"),
    QT_TRANSLATE_NOOP("sentences", "what should be its folder is a file. Choose another place"),
    QT_TRANSLATE_NOOP("sentences", "the name is too long. Choose a shorter one"),
    QT_TRANSLATE_NOOP("sentences", "the system refused ({0}). Try again elsewhere"),
    QT_TRANSLATE_NOOP("sentences", "{0} could not be written: {1}."),
    QT_TRANSLATE_NOOP("sentences", "{0} could not be written: it is a folder. Choose a file name."),
    QT_TRANSLATE_NOOP(
        "sentences", "“{0}” is not a regular expression: {1}. Try for instance “^([^/]+)/”, the first folder."
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "Not enough memory to open this picture. Close other programs or make it smaller."
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "The file is cut short: its end is missing. Copy it again from its source."
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "The file is damaged and cannot be decoded. Copy it again from its source."
    ),
    QT_TRANSLATE_NOOP(
        "sentences",
        "The TIFF is damaged or of a rare kind. Save it with 8 or 16 bits per channel, or as PNG.",
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "This is not a picture that can be read. Save it as JPEG, PNG, BMP, TIFF, WebP or GIF."
    ),
    QT_TRANSLATE_NOOP(
        "sentences",
        "The picture is {0} × {1} pixels; at most {2} million can be opened. Cut out the part you need.",
    ),
    QT_TRANSLATE_NOOP("sentences", "The file is empty (0 bytes). Copy it again from its source."),
    QT_TRANSLATE_NOOP("sentences", "This folder could not be listed. Check that you may open it."),
    QT_TRANSLATE_NOOP(
        "sentences", "This is not an ordinary file but a device or a pipe. Choose a picture file."
    ),
    QT_TRANSLATE_NOOP("sentences", "The file is a {0} picture, whatever its name says."),
    QT_TRANSLATE_NOOP("sentences", "The file holds {0} pictures: this is the first."),
    QT_TRANSLATE_NOOP("sentences", "The file is larger than {0} GB. Cut out the part you need."),
    QT_TRANSLATE_NOOP("sentences", "The file is no longer there. It may have been moved or deleted."),
    QT_TRANSLATE_NOOP("sentences", "No permission to read this file. Change its access rights or copy it."),
    QT_TRANSLATE_NOOP("sentences", "The disk or network did not hand the file over ({0}). Try again."),
    QT_TRANSLATE_NOOP("sentences", "The picture has no pixels ({0} × {1})."),
    QT_TRANSLATE_NOOP("sentences", "end of file"),
    QT_TRANSLATE_NOOP("sentences", "The picture holds no numbers, only gaps (NaN)."),
    QT_TRANSLATE_NOOP("sentences", "Gaps (NaN) are shown black."),
    QT_TRANSLATE_NOOP("sentences", "Values {0} to {1} are shown from black to white."),
    QT_TRANSLATE_NOOP("sentences", "16-bit file with {0}-bit values: scaled to them."),
    QT_TRANSLATE_NOOP("sentences", "Transparent parts are shown white."),
    QT_TRANSLATE_NOOP(
        "sentences",
        "A slide from a scanner: install the extra “scanner” to open it, or export a region as TIFF.",
    ),
    QT_TRANSLATE_NOOP(
        "sentences",
        "The slide is damaged, or of a scanner that OpenSlide does not know. Export a region as TIFF.",
    ),
    QT_TRANSLATE_NOOP("sentences", "A slide of {0} × {1} pixels, at 1/{2} of its resolution."),
    QT_TRANSLATE_NOOP(
        "sentences", "No level of this slide has under {0} million pixels. Export a region as TIFF."
    ),
    QT_TRANSLATE_NOOP("sentences", "A label needs a name. Write one."),
    QT_TRANSLATE_NOOP("sentences", "“{0}” is what a decision is called. Choose another name."),
    QT_TRANSLATE_NOOP("sentences", "There is a label “{0}” already. Choose another name."),
    QT_TRANSLATE_NOOP("sentences", "“{0}” is no colour. Choose one such as #009e73."),
    QT_TRANSLATE_NOOP("sentences", "{0} is the key of another label. Choose another key."),
    QT_TRANSLATE_NOOP(
        "sentences", "{0} cells are labelled “{1}”, so it stays. Give them another class first."
    ),
    QT_TRANSLATE_NOOP("sentences", "{0}, line {1}: {2} values for {3} columns. Correct the line."),
    QT_TRANSLATE_NOOP("sentences", "{0} is empty: its first line should name the columns."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the column “{1}” stands there twice. Remove one."),
    QT_TRANSLATE_NOOP("sentences", "{0} is not in UTF-8. Save it again as “CSV UTF-8”."),
    QT_TRANSLATE_NOOP("sentences", "{0} is not a CSV table: {1}. Export it again."),
    QT_TRANSLATE_NOOP("sentences", "{0} could not be read: {1}. Check the file and its rights."),
    QT_TRANSLATE_NOOP("sentences", "unlike the training cells"),
    QT_TRANSLATE_NOOP("sentences", "This cell has no prediction to accept yet. Choose its class instead."),
    QT_TRANSLATE_NOOP("sentences", "The prediction is {0}, not {1}. Choose the class instead."),
    QT_TRANSLATE_NOOP("sentences", "“{0}” is not a class of this session. Choose one of {1}."),
    QT_TRANSLATE_NOOP("sentences", "white cell"),
    QT_TRANSLATE_NOOP("sentences", "a cell that is not in the table"),
    QT_TRANSLATE_NOOP("sentences", "{0}: the table was altered after it was written."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the table was exported from another session."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the session was cut back or replaced after the table was exported."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the picture is not the one that was reviewed."),
    QT_TRANSLATE_NOOP("sentences", "The bundle {0} here is not the one that classified: its weights differ."),
    QT_TRANSLATE_NOOP("sentences", "{0} could not be read: {1}. Check the file."),
    QT_TRANSLATE_NOOP("sentences", "{0}: {1}, cell {2}: not what the session says."),
    QT_TRANSLATE_NOOP("sentences", "{0}: {1}: not what the session says."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the picture is not there, so it could not be compared."),
    QT_TRANSLATE_NOOP("sentences", "The bundle {0} is not installed here, so it could not be compared."),
    QT_TRANSLATE_NOOP(
        "sentences", "{0} is not there, so nothing tells whether the table was altered. Export it again."
    ),
    QT_TRANSLATE_NOOP("sentences", "{0} cannot be read as the provenance of a table. Export it again."),
    QT_TRANSLATE_NOOP("sentences", "“{0}” is not a class of this session. Add it, then import again."),
    QT_TRANSLATE_NOOP(
        "sentences",
        "{0}: a table of labels needs the columns “image” or “image_sha256”, and “label”. It has {1}.",
    ),
    QT_TRANSLATE_NOOP("sentences", "“{0}” is not a status. Use {1}."),
    QT_TRANSLATE_NOOP("sentences", "The box has no width or no height."),
    QT_TRANSLATE_NOOP("sentences", "{0} has {1} cells, and the row does not say which: give a box."),
    QT_TRANSLATE_NOOP("sentences", "A cell that is {0} has no label."),
    QT_TRANSLATE_NOOP("sentences", "A cell that is {0} needs a label."),
    QT_TRANSLATE_NOOP("sentences", "“{0}” in the column {1} is not a number."),
    QT_TRANSLATE_NOOP("sentences", "No cell was found in {0}, so there is nothing to label."),
    QT_TRANSLATE_NOOP("sentences", "{0} has no cell {1}."),
    QT_TRANSLATE_NOOP("sentences", "No picture of this session is called “{0}”."),
    QT_TRANSLATE_NOOP("sentences", "{0} pictures are called “{1}”. Give the folder, or the hash."),
    QT_TRANSLATE_NOOP("sentences", "The rows {0} say different things of one cell."),
    QT_TRANSLATE_NOOP("sentences", "No cell of {0} lies where this box is."),
    QT_TRANSLATE_NOOP("sentences", "No picture of this session has this hash."),
    QT_TRANSLATE_NOOP(
        "sentences", "{0}: this is the session that is open. Choose the other reviewer's file."
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "{0}: it holds none of the pictures of this session, so nothing can be compared."
    ),
    QT_TRANSLATE_NOOP("sentences", "{0}: there is no such session. Choose another file."),
    QT_TRANSLATE_NOOP("sentences", "This picture's cells are not found yet. Add yours once they are."),
    QT_TRANSLATE_NOOP("sentences", "The scale must be more than nothing. Draw the line again."),
    QT_TRANSLATE_NOOP(
        "sentences", "This session is open in another window. You can look at it here, but not change it."
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "This session lies where nothing may be written. You can look at it, but not change it."
    ),
    QT_TRANSLATE_NOOP("sentences", "This session was opened to be looked at, so nothing in it is changed."),
    QT_TRANSLATE_NOOP(
        "sentences",
        "it is damaged and was left as it is. Restore it from a copy, or move it away to start anew.",
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "the disk is full. Free some space and try again; what was saved before is safe."
    ),
    QT_TRANSLATE_NOOP("sentences", "it may not be written to. Check the folder's permissions."),
    QT_TRANSLATE_NOOP("sentences", "the disk did not answer. Check that it is still connected."),
    QT_TRANSLATE_NOOP("sentences", "it cannot be opened. Check that it is there and that you may read it."),
    QT_TRANSLATE_NOOP("sentences", "another program is using it. Close that program and try again."),
    QT_TRANSLATE_NOOP("sentences", "it may not be opened. Check the folder's permissions."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the session cannot be opened ({1}). Choose another file."),
    QT_TRANSLATE_NOOP(
        "sentences",
        "{0}: this session is from an older allviewer and must be brought up to date, but it cannot be written to. Copy it to a folder of your own and open it there.",
    ),
    QT_TRANSLATE_NOOP("sentences", "{0}: this database belongs to another program. Choose another file."),
    QT_TRANSLATE_NOOP(
        "sentences", "{0}: this session was written by a newer allviewer. Update the program to open it."
    ),
    QT_TRANSLATE_NOOP(
        "sentences",
        "{0}: its tables are not as allviewer makes them, so it was left as it is. Ask whoever sent it for the original, or choose another file.",
    ),
    QT_TRANSLATE_NOOP(
        "sentences",
        "{0}: the session file was moved or deleted while it was open. Put it back, or open the folder again; nothing more is saved until then.",
    ),
    QT_TRANSLATE_NOOP("sentences", "{0}: the session is just being made in another window. Try again."),
    QT_TRANSLATE_NOOP("sentences", "{0}: this is not a session of allviewer. Choose another file."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the session cannot be made here ({1}). Choose another folder."),
    QT_TRANSLATE_NOOP("sentences", "{0}: there is a file already. Choose another name."),
    QT_TRANSLATE_NOOP("sentences", "Outline {0} was altered after it was saved."),
    QT_TRANSLATE_NOOP("sentences", "Step {0} was removed or replaced."),
    QT_TRANSLATE_NOOP("sentences", "Step {0}, by {1} at {2}, was altered after it was saved."),
    QT_TRANSLATE_NOOP(
        "sentences", "The file has changed since. What was decided here belongs to the earlier picture."
    ),
    QT_TRANSLATE_NOOP("sentences", "The file is no longer there."),
    QT_TRANSLATE_NOOP(
        "sentences",
        "{0}: it holds what allviewer does not write ({1}), and was left as it is. Ask whoever sent it for the original, or choose another file.",
    ),
    QT_TRANSLATE_NOOP(
        "sentences", "{0}: its SHA-256 is not the card's: damaged or altered. Copy the bundle anew."
    ),
    QT_TRANSLATE_NOOP("sentences", "holds an unknown"),
    QT_TRANSLATE_NOOP("sentences", "{0}: it {1} {2}: not the weights of the card's architecture."),
    QT_TRANSLATE_NOOP("sentences", "{0} instead of {1}"),
    QT_TRANSLATE_NOOP("sentences", "{0}: the bundle could not be written ({1})."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the statistics are wrong: {1}. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: it points outside the bundle. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the file is missing. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: it cannot be read ({1})."),
    QT_TRANSLATE_NOOP("sentences", "{0}: not a safetensors file. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: {1} holds values that are not numbers. Train the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: {1} has shape {2}: other classes or architecture than the card's."),
    QT_TRANSLATE_NOOP("sentences", "{0}: {1} holds the wrong kind of numbers. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "two or more classes, each once"),
    QT_TRANSLATE_NOOP("sentences", '"provenance" as an object'),
    QT_TRANSLATE_NOOP("sentences", 'a file for "weights"'),
    QT_TRANSLATE_NOOP("sentences", '"statistics" for the distance "far"'),
    QT_TRANSLATE_NOOP("sentences", 'three finite numbers for "mean" and "std"'),
    QT_TRANSLATE_NOOP("sentences", '"colour" as one of {0}'),
    QT_TRANSLATE_NOOP("sentences", '"black" as true or false'),
    QT_TRANSLATE_NOOP("sentences", '"median" 0 or odd, to 15'),
    QT_TRANSLATE_NOOP("sentences", 'one finite "thresholds" entry for each class'),
    QT_TRANSLATE_NOOP("sentences", 'one finite "offsets" entry for each class'),
    QT_TRANSLATE_NOOP("sentences", '"far" as a finite number'),
    QT_TRANSLATE_NOOP("sentences", '"{0}" as a file name'),
    QT_TRANSLATE_NOOP("sentences", '"{0}" as a .safetensors file inside the bundle, not "{1}"'),
    QT_TRANSLATE_NOOP(
        "sentences", 'There is no bundle "{0}". Known ones: {1}; or give the path of its folder.'
    ),
    QT_TRANSLATE_NOOP("sentences", "{0}: there is no such bundle. Choose a folder with a {1} in it."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the card is damaged, not a JSON object. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the bundle was made by a newer allviewer. Update the program."),
    QT_TRANSLATE_NOOP("sentences", 'unknown entry "{0}"'),
    QT_TRANSLATE_NOOP("sentences", '"{0}" must be a list of names'),
    QT_TRANSLATE_NOOP("sentences", '"format" must be {0}'),
    QT_TRANSLATE_NOOP("sentences", '"{0}" as a text'),
    QT_TRANSLATE_NOOP("sentences", "it needs {0}"),
    QT_TRANSLATE_NOOP("sentences", "{0}: not a bundle, {1} is missing."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the card cannot be read ({1}). Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the card is damaged, not JSON. Copy the bundle anew."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the card is wrong: {1}."),
    QT_TRANSLATE_NOOP("sentences", '"{0}" must be an object'),
    QT_TRANSLATE_NOOP("sentences", '"{0}" names a bundle twice. Name each once.'),
    QT_TRANSLATE_NOOP("sentences", "PyTorch could not be loaded ({0}). Install allviewer anew."),
    QT_TRANSLATE_NOOP("sentences", 'There is no device "{0}". Choose one of: {1}.'),
    QT_TRANSLATE_NOOP("sentences", 'PyTorch finds no Apple GPU for "mps" here. Use auto or cpu.'),
    QT_TRANSLATE_NOOP("sentences", "out of memory"),
    QT_TRANSLATE_NOOP("sentences", "can't allocate memory"),
    QT_TRANSLATE_NOOP("sentences", "not enough memory"),
    QT_TRANSLATE_NOOP("sentences", 'PyTorch finds no GPU for "{0}" here ({1} in all). Use auto or cpu.'),
    QT_TRANSLATE_NOOP("sentences", "{0}: continuing on the CPU."),
    QT_TRANSLATE_NOOP("sentences", "Not enough {0}: batches of {1} from here."),
    QT_TRANSLATE_NOOP(
        "sentences", "Not enough memory to classify a single cell. Close other programs and try again."
    ),
    QT_TRANSLATE_NOOP("sentences", "Not enough {0}"),
    QT_TRANSLATE_NOOP("sentences", "The GPU stopped answering"),
    QT_TRANSLATE_NOOP("sentences", "not calibrated"),
    QT_TRANSLATE_NOOP("sentences", "{0} and {1} cannot be joined: their classes differ ({2}; {3})."),
    QT_TRANSLATE_NOOP("sentences", "{0}: the bundle's results are not numbers. Train it anew."),
    QT_TRANSLATE_NOOP("sentences", "uncertain"),
    QT_TRANSLATE_NOOP("sentences", "memory"),
    QT_TRANSLATE_NOOP("sentences", "GPU memory"),
    QT_TRANSLATE_NOOP("sentences", "lacks"),
    QT_TRANSLATE_NOOP("sentences", "unreviewed"),
    QT_TRANSLATE_NOOP("sentences", "accepted"),
    QT_TRANSLATE_NOOP("sentences", "corrected"),
    QT_TRANSLATE_NOOP("sentences", "unsure"),
    QT_TRANSLATE_NOOP("sentences", "excluded"),
)

SENTENCES: Final = tuple(map(str, _MARKED))
"""With numbered blanks for what is put in."""
