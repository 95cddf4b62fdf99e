"""The tables of a session file, and how each version becomes the next."""

import sqlite3
from functools import cache

APPLICATION_ID = 0x416C6C56
"""Marks the SQLite file as ours ("AllV")."""


def _append_only(table: str, verb: str) -> str:
    """What a person did can be added to and never altered, not even by a bug of ours."""
    return (
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


_VERSION_1 = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # One row per picture content: a file that changes gets a second row under the same name.
    """CREATE TABLE images (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL DEFAULT '',
        path BLOB NOT NULL,
        size INTEGER NOT NULL DEFAULT 0,
        mtime_ns INTEGER NOT NULL DEFAULT 0,
        trouble TEXT NOT NULL DEFAULT '' CHECK (trouble IN ('', 'failed', 'changed', 'missing')),
        reason TEXT NOT NULL DEFAULT '',
        notes TEXT NOT NULL DEFAULT '[]',
        width INTEGER NOT NULL DEFAULT 0,
        height INTEGER NOT NULL DEFAULT 0,
        um_per_px REAL,
        kind TEXT,
        UNIQUE (name, sha256))""",
    "CREATE INDEX images_by_hash ON images (sha256)",
    # Cells belong to a picture seen as one kind, so that changing the kind and back loses nothing.
    """CREATE TABLE findings (
        image_id INTEGER NOT NULL REFERENCES images,
        kind TEXT NOT NULL,
        PRIMARY KEY (image_id, kind)) WITHOUT ROWID""",
    """CREATE TABLE cells (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES images,
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        UNIQUE (image_id, kind, number))""",
    # What a person did, hashed last (hence the deferred keys that point here); `reverts` names the
    # step that this one undoes, or the undo that it undoes.
    """CREATE TABLE steps (
        id INTEGER PRIMARY KEY,
        operation TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        reverts INTEGER REFERENCES steps,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL)""",
    # The newest row of a cell counts. `same_as` points at the row that holds the outline when a
    # step brings an earlier one back; a row with neither means that the cell is not there.
    """CREATE TABLE shapes (
        id INTEGER PRIMARY KEY,
        cell_id INTEGER NOT NULL REFERENCES cells,
        step_id INTEGER REFERENCES steps DEFERRABLE INITIALLY DEFERRED,
        same_as INTEGER REFERENCES shapes,
        digest TEXT NOT NULL,
        x INTEGER, y INTEGER, width INTEGER, height INTEGER,
        outline BLOB, nuclei BLOB, measurements TEXT, truncated INTEGER)""",
    "CREATE INDEX shapes_by_cell ON shapes (cell_id, id)",
    "CREATE INDEX shapes_by_step ON shapes (step_id) WHERE step_id IS NOT NULL",
    """CREATE TABLE decisions (
        id INTEGER PRIMARY KEY,
        step_id INTEGER NOT NULL REFERENCES steps DEFERRABLE INITIALLY DEFERRED,
        cell_id INTEGER NOT NULL REFERENCES cells,
        shape_id INTEGER NOT NULL REFERENCES shapes,
        status TEXT NOT NULL,
        label TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        note TEXT NOT NULL,
        blind INTEGER NOT NULL,
        model_sha256 TEXT NOT NULL)""",
    "CREATE INDEX decisions_by_cell ON decisions (cell_id, id)",
    "CREATE INDEX decisions_by_step ON decisions (step_id)",
    """CREATE TABLE kinds (
        id INTEGER PRIMARY KEY,
        step_id INTEGER NOT NULL REFERENCES steps DEFERRABLE INITIALLY DEFERRED,
        image_id INTEGER NOT NULL REFERENCES images,
        kind TEXT)""",
    "CREATE INDEX kinds_by_image ON kinds (image_id, id)",
    """CREATE TABLE models (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        classes TEXT NOT NULL,
        crop_factor REAL NOT NULL,
        input_size INTEGER NOT NULL,
        heatmap_range REAL NOT NULL)""",
    """CREATE TABLE predictions (
        shape_id INTEGER NOT NULL REFERENCES shapes,
        model_id INTEGER NOT NULL REFERENCES models,
        best INTEGER NOT NULL,
        probability REAL NOT NULL,
        probabilities TEXT NOT NULL,
        uncertainty REAL NOT NULL,
        triage TEXT NOT NULL,
        reason TEXT NOT NULL,
        heatmap BLOB,
        heatmap_shape TEXT,
        PRIMARY KEY (shape_id, model_id))""",
    # The kind that counts: the person's last word, else the program's guess.
    """CREATE VIEW images_now AS SELECT i.*, k.kind IS NOT NULL AS kind_by_person,
        coalesce(k.kind, i.kind) AS kind_now FROM images i LEFT JOIN kinds k
        ON k.id = (SELECT max(id) FROM kinds WHERE image_id = i.id)""",
    # The cells that count, each with its newest outline and decision.
    """CREATE VIEW cells_now AS SELECT c.id, c.image_id, c.number, coalesce(s.same_as, s.id) AS shape_id,
        (SELECT max(id) FROM decisions WHERE cell_id = c.id) AS decision_id
        FROM images_now i JOIN cells c ON c.image_id = i.id AND c.kind = i.kind_now
        JOIN shapes s ON s.id = (SELECT max(id) FROM shapes WHERE cell_id = c.id)
        WHERE s.digest != ''""",
    *(
        _append_only(table, verb)
        for table in ("steps", "shapes", "decisions", "kinds")
        for verb in ("UPDATE", "DELETE")
    ),
)

_VERSION_2 = (
    # Classes beyond the bundle's own.
    """CREATE TABLE labels (
        name TEXT PRIMARY KEY,
        colour TEXT NOT NULL,
        key TEXT NOT NULL,
        position INTEGER NOT NULL) WITHOUT ROWID""",
)

_VERSION_3 = (
    # What a person says of the whole session, by name: the newest row counts. No value is as before
    # the first was said: what version 2 kept of it unchained, or nothing.
    """CREATE TABLE settings (
        id INTEGER PRIMARY KEY,
        step_id INTEGER NOT NULL REFERENCES steps DEFERRABLE INITIALLY DEFERRED,
        name TEXT NOT NULL,
        value TEXT)""",
    "CREATE INDEX settings_by_name ON settings (name, id)",
    "CREATE INDEX settings_by_step ON settings (step_id)",
    *(_append_only("settings", verb) for verb in ("UPDATE", "DELETE")),
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2, _VERSION_3)
"""`MIGRATIONS[n]` takes a file of version n to n + 1; statements that shipped never change.

A column that is added to what is chained must stay out of the hash where it has its default, or
every older step would look altered.
"""

VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, *, target: int = VERSION) -> None:
    """Bring the file to `target`; each version is one transaction, so a kill leaves a whole one."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    for version in range(found, target):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


Schema = frozenset[tuple[str, str, str]]
"""Tables, indexes, views and triggers by type, name and statement."""


def schema_of(connection: sqlite3.Connection) -> Schema:
    """What the file holds, but for what SQLite made for itself."""
    return frozenset(
        connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'")
    )


@cache
def expected(version: int) -> Schema:
    """What a file of this version holds."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, target=version)
    found = schema_of(connection)
    connection.close()
    return found


def strange(connection: sqlite3.Connection) -> bool:
    """Whether a value is of another type than its column says, which SQLite alone does not forbid."""
    for table in [name for kind, name, _ in schema_of(connection) if kind == "table"]:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        odd = " OR ".join(
            f"(typeof({name}) != '{type_.lower()}'{'' if needed else f' AND {name} IS NOT NULL'})"
            for _, name, type_, needed, *_ in columns
        )
        if connection.execute(f"SELECT 1 FROM {table} WHERE {odd} LIMIT 1").fetchone():
            return True
    return False
