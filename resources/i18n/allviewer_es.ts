<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About allviewer</source>
        <translation>Acerca de allviewer</translation>
    </message>
    <message>
        <source>Finds the white cells in pictures of blood and bone-marrow smears, classifies them, shows what spoke for each class, and counts what a person decides.</source>
        <translation>Encuentra los leucocitos en imágenes de frotis de sangre y médula ósea, los clasifica, muestra qué habló a favor de cada clase y cuenta lo que una persona decide.</translation>
    </message>
    <message>
        <source>MIT licence. The sources of the samples stand in ATTRIBUTION.md, those of a model in its card.</source>
        <translation>Licencia MIT. Las fuentes de los ejemplos están en ATTRIBUTION.md; las de un modelo, en su ficha.</translation>
    </message>
</context>
<context>
    <name>AgreementPanel</name>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Second reviewer</source>
        <translation>Segundo revisor</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>A mistake in the program</source>
        <translation>Un error del programa</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Copiar el informe</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Something in the program went wrong</source>
        <translation>Algo falló en el programa</translation>
    </message>
    <message>
        <source>Your decisions are saved. This is a mistake of ours: please send the text below with a word on what you did. It holds no picture and no patient&apos;s name beyond the file paths you see. It is also in {0}.</source>
        <translation>Sus decisiones están guardadas. El error es nuestro: envíenos el texto de abajo y diga qué estaba haciendo. No contiene imágenes ni nombres de pacientes, salvo las rutas de archivo que ve. También está en {0}.</translation>
    </message>
</context>
<context>
    <name>CanvasWidget</name>
    <message>
        <source>Reading {name}…</source>
        <translation>Leyendo {name}…</translation>
    </message>
</context>
<context>
    <name>CellPanel</name>
    <message>
        <source>No cell is chosen.</source>
        <translation>No hay ninguna célula elegida.</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Célula</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>Blind: the prediction shows once you have decided.</source>
        <translation>A ciegas: la predicción aparece cuando haya decidido.</translation>
    </message>
    <message>
        <source>Not classified yet</source>
        <translation>Aún sin clasificar</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>Segura</translation>
    </message>
    <message>
        <source>Look closely: {0}</source>
        <translation>Mire con atención: {0}</translation>
    </message>
    <message>
        <source>not certain</source>
        <translation>no es segura</translation>
    </message>
    <message>
        <source>N:C {0}</source>
        <translation>N:C {0}</translation>
    </message>
    <message>
        <source>{0} red cells wide</source>
        <translation>{0} hematíes de ancho</translation>
    </message>
    <message>
        <source>cut off by the border</source>
        <translation>cortada por el borde</translation>
    </message>
</context>
<context>
    <name>CellPictures</name>
    <message>
        <source>Heatmap of class</source>
        <translation>Mapa de calor de la clase</translation>
    </message>
    <message>
        <source>The heatmap shows what speaks for (or against) this class</source>
        <translation>El mapa de calor muestra qué habla a favor (o en contra) de esta clase</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>Opacidad del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Mapa de calor</translation>
    </message>
    <message>
        <source>hidden until you decide</source>
        <translation>oculto hasta que decida</translation>
    </message>
    <message>
        <source>not classified yet</source>
        <translation>aún sin clasificar</translation>
    </message>
    <message>
        <source>this model has no heatmap</source>
        <translation>este modelo no tiene mapa de calor</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Heatmap scale</source>
        <translation>Escala del mapa de calor</translation>
    </message>
    <message>
        <source>From {low} (against {label}) to {high} (for {label}), in logits</source>
        <translation>De {low} (en contra de {label}) a {high} (a favor de {label}), en logits</translation>
    </message>
    <message>
        <source>How much a place speaks for or against the class, in logits. The scale is fixed.</source>
        <translation>Cuánto habla un lugar a favor o en contra de la clase, en logits. La escala es fija.</translation>
    </message>
    <message>
        <source>against</source>
        <translation>en contra</translation>
    </message>
    <message>
        <source>for {label}</source>
        <translation>a favor de {label}</translation>
    </message>
</context>
<context>
    <name>DecidePanel</name>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>{0} cells chosen: a key decides all of them.</source>
        <translation>{0} células elegidas: una tecla las decide todas.</translation>
    </message>
    <message>
        <source>{0} cells chosen: a class key decides all of them, accepting keeps what is decided.</source>
        <translation>{0} células elegidas: una tecla de clase las decide todas; aceptar conserva lo decidido.</translation>
    </message>
    <message>
        <source>Note on this cell alone</source>
        <translation>Nota solo de esta célula</translation>
    </message>
    <message>
        <source>Accept 1 cell</source>
        <translation>Aceptar 1 célula</translation>
    </message>
    <message>
        <source>Accept {0} cells</source>
        <translation>Aceptar {0} células</translation>
    </message>
    <message>
        <source>Keep {0} cells</source>
        <translation>Conservar {0} células</translation>
    </message>
    <message>
        <source>Keep: {0}</source>
        <translation>Conservar: {0}</translation>
    </message>
    <message>
        <source>Accept {0}</source>
        <translation>Aceptar {0}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Not reviewed yet</source>
        <translation>Aún sin revisar</translation>
    </message>
    <message>
        <source>Accepted as {0}</source>
        <translation>Aceptada como {0}</translation>
    </message>
    <message>
        <source>Corrected to {0}</source>
        <translation>Corregida a {0}</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudosa</translation>
    </message>
    <message>
        <source>Excluded, not counted</source>
        <translation>Excluida, no se cuenta</translation>
    </message>
    <message>
        <source>another model was shown then</source>
        <translation>entonces se mostraba otro modelo</translation>
    </message>
</context>
<context>
    <name>DifferentialPanel</name>
    <message>
        <source>Count per</source>
        <translation>Contar por</translation>
    </message>
    <message>
        <source>Whole session</source>
        <translation>Toda la sesión</translation>
    </message>
    <message>
        <source>Per image</source>
        <translation>Por imagen</translation>
    </message>
    <message>
        <source>Per folder</source>
        <translation>Por carpeta</translation>
    </message>
    <message>
        <source>Per patient</source>
        <translation>Por paciente</translation>
    </message>
    <message>
        <source>Pattern in the path, such as ^([^/]+)/</source>
        <translation>Patrón en la ruta, p. ej. ^([^/]+)/</translation>
    </message>
    <message>
        <source>Pattern that finds the patient in the path</source>
        <translation>Patrón que halla al paciente en la ruta</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Cells per class</source>
        <translation>Células por clase</translation>
    </message>
    <message>
        <source>Cells to count</source>
        <translation>Células por contar</translation>
    </message>
    <message>
        <source>Wanted precision</source>
        <translation>Precisión deseada</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Meta</translation>
    </message>
    <message>
        <source>Know it to</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Contadas</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(ninguno)</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisadas</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalo 95 %</translation>
    </message>
    <message>
        <source>Exact binomial interval of the share</source>
        <translation>Intervalo binomial exacto de la proporción</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Predichas</translation>
    </message>
    <message>
        <source>What the model says of all cells; never counted</source>
        <translation>Lo que el modelo dice de todas las células; nunca se cuenta</translation>
    </message>
    <message>
        <source>Unidentified {0} · not counted {1} · not reviewed yet {2}</source>
        <translation>Sin identificar {0} · no contadas {1} · aún sin revisar {2}</translation>
    </message>
    <message>
        <source>Percentages are of the cells that the reviewer gave a class.</source>
        <translation>Los porcentajes son de las células a las que el revisor dio una clase.</translation>
    </message>
    <message>
        <source>still missing: {0}</source>
        <translation>faltan: {0}</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>alcanzada</translation>
    </message>
    <message>
        <source>Nothing is counted yet.</source>
        <translation>Aún no hay nada contado.</translation>
    </message>
    <message>
        <source>{0}: known that well already.</source>
        <translation>{0}: ya se conoce así de bien.</translation>
    </message>
    <message>
        <source>{0}: all cells are decided, and its interval stays wider.</source>
        <translation>{0}: todas las células están decididas y su intervalo sigue siendo más ancho.</translation>
    </message>
    <message>
        <source>{0}: all that are left ({1}) would still leave it wider.</source>
        <translation>{0}: ni con todas las que quedan ({1}) sería tan estrecho.</translation>
    </message>
    <message>
        <source>{0}: count {1} more, if the share stays as it is.</source>
        <translation>{0}: cuente {1} más, si la proporción sigue igual.</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Choose the cell first.</source>
        <translation>Elija primero la célula.</translation>
    </message>
    <message>
        <source>{0}. {1} leaves.</source>
        <translation>{0}. {1} sale.</translation>
    </message>
    <message>
        <source>{0}. {1} gives up.</source>
        <translation>{0}. {1} lo descarta.</translation>
    </message>
    <message>
        <source>All of cell {0} was erased, so it keeps its outline. {1} excludes it.</source>
        <translation>Se borró toda la célula {0}, así que conserva su contorno. {1} la excluye.</translation>
    </message>
    <message>
        <source>What was drawn is not kept: its cell or picture is another one by now.</source>
        <translation>Lo dibujado no se guarda: su célula o su imagen ya es otra.</translation>
    </message>
    <message>
        <source>Cell {0} is here already: it would count twice. {1} outlines it anew.</source>
        <translation>La célula {0} ya está aquí: contaría dos veces. {1} vuelve a trazar su contorno.</translation>
    </message>
    <message>
        <source>Cell {0} of {1} has the outline that you painted. {2} takes it back.</source>
        <translation>La célula {0} de {1} tiene el contorno que usted pintó. {2} lo deshace.</translation>
    </message>
    <message>
        <source>Set the scale</source>
        <translation>Fijar la escala</translation>
    </message>
    <message>
        <source>How long is this line, in µm? ({0} px)</source>
        <translation>¿Cuánto mide esta línea, en µm? ({0} px)</translation>
    </message>
    <message>
        <source>This picture&apos;s own file says {0} µm a pixel; that is kept.</source>
        <translation>El archivo de esta imagen indica {0} µm por píxel; se mantiene.</translation>
    </message>
    <message>
        <source>1 px is {0} µm in all pictures that do not say it themselves.</source>
        <translation>1 px son {0} µm en todas las imágenes que no lo indican.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Only reviewed cells</source>
        <translation>Solo células revisadas</translation>
    </message>
    <message>
        <source>For Excel (begins with a byte-order mark)</source>
        <translation>Para Excel (empieza con una marca de orden de bytes)</translation>
    </message>
    <message>
        <source>A summary with a row per image</source>
        <translation>Un resumen con una fila por imagen</translation>
    </message>
    <message>
        <source>Outlines as COCO</source>
        <translation>Contornos en COCO</translation>
    </message>
    <message>
        <source>Outlines as GeoJSON, for QuPath</source>
        <translation>Contornos en GeoJSON, para QuPath</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Export the cells as a table</source>
        <translation>Exportar las células como tabla</translation>
    </message>
    <message>
        <source>One row per cell. {0} of {1} cells are reviewed.</source>
        <translation>Una fila por célula. {0} de {1} células revisadas.</translation>
    </message>
    <message>
        <source>Write besides</source>
        <translation>Escribir además</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
</context>
<context>
    <name>FilterDialog</name>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Name of the image, or note</source>
        <translation>Nombre de la imagen o nota</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>segura</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>por revisar</translation>
    </message>
    <message>
        <source>Lowest probability</source>
        <translation>Probabilidad mínima</translation>
    </message>
    <message>
        <source>Highest probability</source>
        <translation>Probabilidad máxima</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Filtros guardados</translation>
    </message>
    <message>
        <source>Save this filter as</source>
        <translation>Guardar este filtro como</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Predichas</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Triaje</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Revisor</translation>
    </message>
    <message>
        <source>to</source>
        <translation>a</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Probabilidad</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Show only cells that are</source>
        <translation>Mostrar solo células que sean</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Cells</source>
        <translation>Células</translation>
    </message>
    <message>
        <source>No cells to show.</source>
        <translation>No hay células que mostrar.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevas</translation>
    </message>
    <message>
        <source>not classified</source>
        <translation>sin clasificar</translation>
    </message>
    <message>
        <source>unidentified</source>
        <translation>sin identificar</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>no contadas</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>sin revisar</translation>
    </message>
    <message>
        <source>{0}, cell {1}</source>
        <translation>{0}, célula {1}</translation>
    </message>
    <message>
        <source>predicted {0}, {1}</source>
        <translation>predicha {0}, {1}</translation>
    </message>
    <message>
        <source>to review: {0}</source>
        <translation>por revisar: {0}</translation>
    </message>
</context>
<context>
    <name>GalleryBar</name>
    <message>
        <source>Which cells</source>
        <translation>Qué células</translation>
    </message>
    <message>
        <source>Under headings</source>
        <translation>Bajo títulos</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>En orden</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Células</translation>
    </message>
    <message>
        <source>So many cells would stand elsewhere by now</source>
        <translation>Tantas células estarían ya en otro lugar</translation>
    </message>
    <message>
        <source>Size of the crops</source>
        <translation>Tamaño de los recortes</translation>
    </message>
    <message>
        <source>Refresh order ({0})</source>
        <translation>Reordenar ({0})</translation>
    </message>
    <message>
        <source>all cells</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>sin revisar</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>por revisar</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>revisadas</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudosas</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluidas</translation>
    </message>
    <message>
        <source>in one stream</source>
        <translation>seguidas</translation>
    </message>
    <message>
        <source>by predicted class</source>
        <translation>por clase predicha</translation>
    </message>
    <message>
        <source>by label</source>
        <translation>por etiqueta</translation>
    </message>
    <message>
        <source>by image</source>
        <translation>por imagen</translation>
    </message>
    <message>
        <source>most needed first</source>
        <translation>más necesarias primero</translation>
    </message>
    <message>
        <source>as in the images</source>
        <translation>como en las imágenes</translation>
    </message>
    <message>
        <source>most probable first</source>
        <translation>más probables primero</translation>
    </message>
    <message>
        <source>most uncertain first</source>
        <translation>más inciertas primero</translation>
    </message>
    <message>
        <source>largest first</source>
        <translation>las más grandes primero</translation>
    </message>
    <message>
        <source>smallest first</source>
        <translation>las más pequeñas primero</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>Guía</translation>
    </message>
    <message>
        <source>Search the guide…</source>
        <translation>Buscar en la guía…</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>This page is elsewhere: {0}</source>
        <translation>Esta página está en otro lugar: {0}</translation>
    </message>
</context>
<context>
    <name>ImageList</name>
    <message>
        <source>Filter by name</source>
        <translation>Filtrar por nombre</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>Mostrar todas</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
</context>
<context>
    <name>ImageModel</name>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>same as {0}: {1}</source>
        <translation>igual que {0}: {1}</translation>
    </message>
    <message>
        <source>page 1 of {0}: {1}</source>
        <translation>página 1 de {0}: {1}</translation>
    </message>
    <message>
        <source>finding cells</source>
        <translation>buscando células</translation>
    </message>
    <message>
        <source>no cells found</source>
        <translation>sin células</translation>
    </message>
    <message>
        <source>single cell</source>
        <translation>una sola célula</translation>
    </message>
    <message>
        <source>field, 1 cell</source>
        <translation>campo, 1 célula</translation>
    </message>
    <message>
        <source>field, {0} cells</source>
        <translation>campo, {0} células</translation>
    </message>
    <message>
        <source>{0}, classifying</source>
        <translation>{0}, clasificando</translation>
    </message>
    <message>
        <source>{0}, all reviewed</source>
        <translation>{0}, todo revisado</translation>
    </message>
    <message>
        <source>{0}, {1} reviewed</source>
        <translation>{0}, {1} rev.</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Cell {number}</source>
        <translation>Célula {number}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import labels</source>
        <translation>Importar etiquetas</translation>
    </message>
    <message>
        <source>These were decided otherwise. Tick what the table shall change.</source>
        <translation>Estas se decidieron de otro modo. Marque lo que la tabla ha de cambiar.</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflictos</translation>
    </message>
    <message>
        <source>Rows that cannot be taken</source>
        <translation>Filas que no se pueden tomar</translation>
    </message>
    <message>
        <source>Row {0}, {1}: {2} said {3}, the table says {4}</source>
        <translation>Fila {0}, {1}: {2} dijo {3}, la tabla dice {4}</translation>
    </message>
    <message>
        <source>Row {0}: {1}</source>
        <translation>Fila {0}: {1}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>These rows cannot be taken.</source>
        <translation>Estas filas no se pueden tomar.</translation>
    </message>
    <message>
        <source>New {0} · the same already {1} · conflicts {2} · cannot be taken {3} · empty {4}</source>
        <translation>Nuevas {0} · ya iguales {1} · conflictos {2} · no se pueden tomar {3} · vacías {4}</translation>
    </message>
    <message>
        <source>Import {0}</source>
        <translation>Importar {0}</translation>
    </message>
</context>
<context>
    <name>KeyCap</name>
    <message>
        <source>Press a key</source>
        <translation>Pulse una tecla</translation>
    </message>
    <message>
        <source>Key of {0}: {1}</source>
        <translation>Tecla de {0}: {1}</translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message>
        <source>Labels of this session</source>
        <translation>Etiquetas de esta sesión</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Another label, such as promyelocyte</source>
        <translation>Otra etiqueta, p. ej. promielocito</translation>
    </message>
    <message>
        <source>Name of the label</source>
        <translation>Nombre de la etiqueta</translation>
    </message>
    <message>
        <source>the label</source>
        <translation>la etiqueta</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>Etiqueta nueva</translation>
    </message>
    <message>
        <source>Only a person gives a label that is added here. It stays in this session; undo takes it back.</source>
        <translation>Solo una persona asigna una etiqueta añadida aquí. Queda en esta sesión; deshacer la retira.</translation>
    </message>
    <message>
        <source>Colour of the label: {0}</source>
        <translation>Color de la etiqueta: {0}</translation>
    </message>
    <message>
        <source>Choose the colour</source>
        <translation>Elegir el color</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Colour of the label</source>
        <translation>Color de la etiqueta</translation>
    </message>
    <message>
        <source>{0} is the key of “{1}”. Choose another key.</source>
        <translation>{0} es la tecla de «{1}». Elija otra tecla.</translation>
    </message>
    <message>
        <source>“{0}” is a class of the model. Choose another name.</source>
        <translation>«{0}» es una clase del modelo. Elija otro nombre.</translation>
    </message>
    <message>
        <source>“{0}” has this colour. Choose another one.</source>
        <translation>«{0}» tiene este color. Elija otro.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tecla</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Célula</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galería</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Abrir reciente</translation>
    </message>
    <message>
        <source>For research use only.</source>
        <translation>Solo para investigación.</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>Choose model</source>
        <translation>Elegir modelo</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automático</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Other folder…</source>
        <translation>Otra carpeta…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Which model classifies</source>
        <translation>Qué modelo clasifica</translation>
    </message>
    <message>
        <source>Tick several of the same classes to join them: their probabilities are averaged.</source>
        <translation>Marque varios de las mismas clases para unirlos: se promedian sus probabilidades.</translation>
    </message>
    <message>
        <source>A bundle&apos;s folder</source>
        <translation>La carpeta de un modelo</translation>
    </message>
    <message>
        <source>Tick at least one.</source>
        <translation>Marque al menos uno.</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>1 image could not be read.</source>
        <translation>No se pudo leer 1 imagen.</translation>
    </message>
    <message>
        <source>{0} images could not be read.</source>
        <translation>No se pudieron leer {0} imágenes.</translation>
    </message>
    <message>
        <source>Images that changed since they were analysed, and are read anew: {0}.</source>
        <translation>Imágenes que han cambiado desde su análisis y se leen de nuevo: {0}.</translation>
    </message>
    <message>
        <source>Images that are no longer there, their decisions kept: {0}.</source>
        <translation>Imágenes que ya no están, con sus decisiones conservadas: {0}.</translation>
    </message>
    <message>
        <source>Images that have another name or place now, and are listed as before: {0}.</source>
        <translation>Imágenes que ahora tienen otro nombre o lugar y siguen en la lista como antes: {0}.</translation>
    </message>
    <message>
        <source>New images: {0}.</source>
        <translation>Imágenes nuevas: {0}.</translation>
    </message>
    <message>
        <source>No image is new, changed or gone.</source>
        <translation>Ninguna imagen es nueva, ha cambiado o falta.</translation>
    </message>
    <message>
        <source>Every image is classified by {0}.</source>
        <translation>Todas las imágenes están clasificadas por {0}.</translation>
    </message>
    <message>
        <source>Classified by {0}, but for those that could not be read: {1}.</source>
        <translation>Clasificadas por {0}, salvo las que no se pudieron leer: {1}.</translation>
    </message>
    <message>
        <source>{0} looks for new and changed files.</source>
        <translation>{0} busca archivos nuevos y cambiados.</translation>
    </message>
    <message>
        <source>Images that are the same as another, so that their cells count twice: {0}.</source>
        <translation>Imágenes iguales a otra, cuyas células cuentan dos veces: {0}.</translation>
    </message>
    <message>
        <source>Files of several pages, of which only the first is read: {0}.</source>
        <translation>Archivos de varias páginas, de las que solo se lee la primera: {0}.</translation>
    </message>
    <message>
        <source>{0} of {1} images were found in that folder.</source>
        <translation>En esa carpeta se encontraron {0} de {1} imágenes.</translation>
    </message>
    <message>
        <source>None of this session&apos;s images is in that folder. Choose the one they were moved to.</source>
        <translation>En esa carpeta no está ninguna imagen de esta sesión. Elija aquella a la que se movieron.</translation>
    </message>
    <message>
        <source>These images were reviewed in {0}, which is gone. To go on there, choose it under File › Open recent, then File › Find moved pictures.</source>
        <translation>Estas imágenes se revisaron en {0}, que ya no está. Para seguir allí, elíjala en Archivo › Abrir reciente y después Archivo › Buscar imágenes movidas.</translation>
    </message>
    <message>
        <source>This model lacks {0}: decisions keep their names, keys may give other classes now, and {1} adds one as a label.</source>
        <translation>Este modelo no tiene {0}: las decisiones conservan sus nombres, las teclas pueden dar ahora otras clases y {1} añade una como etiqueta.</translation>
    </message>
    <message>
        <source>Labels of this session</source>
        <translation>Etiquetas de esta sesión</translation>
    </message>
    <message>
        <source>There are no pictures here. JPEG, PNG, BMP, TIFF, WebP and GIF files can be opened.</source>
        <translation>Aquí no hay imágenes. Se pueden abrir archivos JPEG, PNG, BMP, TIFF, WebP y GIF.</translation>
    </message>
    <message>
        <source>Every other cell found so far is reviewed. Images still to be analysed: {0}.</source>
        <translation>Todas las demás células encontradas hasta ahora están revisadas. Imágenes por analizar todavía: {0}.</translation>
    </message>
    <message>
        <source>Every cell found so far is reviewed. Images still to be analysed: {0}.</source>
        <translation>Todas las células encontradas hasta ahora están revisadas. Imágenes por analizar todavía: {0}.</translation>
    </message>
    <message>
        <source>Every other cell shown is reviewed.</source>
        <translation>Todas las demás células mostradas están revisadas.</translation>
    </message>
    <message>
        <source>Unreviewed and not shown: {0}. Choose “all cells” above the gallery, and no filter.</source>
        <translation>Sin revisar y sin mostrar: {0}. Elija «todas» sobre la galería, y ningún filtro.</translation>
    </message>
    <message>
        <source>Every cell shown is reviewed. Export with {0}.</source>
        <translation>Todas las células mostradas están revisadas. Exporte con {0}.</translation>
    </message>
    <message>
        <source>{0} is still being read, so nothing was decided.</source>
        <translation>{0} aún se está leyendo, así que no se ha decidido nada.</translation>
    </message>
    <message>
        <source>Kept as it was decided: {0}. A class key changes it.</source>
        <translation>Se conserva como se decidió: {0}. Una tecla de clase lo cambia.</translation>
    </message>
    <message>
        <source>{0} cells are kept as they were decided. A class key changes them.</source>
        <translation>{0} células se conservan como se decidieron. Una tecla de clase las cambia.</translation>
    </message>
    <message>
        <source>Every cell shown is reviewed, and this one stays as decided: {0}. To decide it anew, click it or take that back with {1}.</source>
        <translation>Todas las células mostradas están revisadas y esta queda como se decidió: {0}. Para decidirla de nuevo, haga clic en ella o deshágalo con {1}.</translation>
    </message>
    <message>
        <source>{0} cells were decided at once. {1} takes this back.</source>
        <translation>Se decidieron {0} células a la vez. {1} lo deshace.</translation>
    </message>
    <message>
        <source>Reviewed with {0}, which goes on here. {1}, chosen elsewhere, can be taken with {2}.</source>
        <translation>Revisado con {0}, que sigue aquí. {1}, elegido en otro lugar, se puede tomar con {2}.</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>Elegir modelo</translation>
    </message>
    <message>
        <source>Reviewed with {0}, which is not found as it was then. {1} classifies it now; every decision stays as it is.</source>
        <translation>Revisado con {0}, que no se encuentra tal como era entonces. Ahora clasifica {1}; cada decisión queda como está.</translation>
    </message>
    <message>
        <source>Decided otherwise before: {0} of these {1} cells. {2} takes this back.</source>
        <translation>Decididas antes de otro modo: {0} de estas {1} células. {2} lo deshace.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>{0} reads it again.</source>
        <translation>{0} la lee de nuevo.</translation>
    </message>
    <message>
        <source>{0} decided cells are unreviewed again. {1} takes this back.</source>
        <translation>{0} células decididas vuelven a estar sin revisar. {1} lo deshace.</translation>
    </message>
    <message>
        <source>Decided cells of this image that are kept, but neither shown nor counted now: {0}. {1} takes this back.</source>
        <translation>Células decididas de esta imagen que se conservan, pero ahora ni se muestran ni se cuentan: {0}. {1} lo deshace.</translation>
    </message>
    <message>
        <source>There is no class {0}: the model has {1}.</source>
        <translation>No hay clase {0}: el modelo tiene {1}.</translation>
    </message>
    <message>
        <source>Every cell shown is reviewed.</source>
        <translation>Todas las células mostradas están revisadas.</translation>
    </message>
    <message>
        <source>{0} cannot be shown as it was analysed, so nothing was decided. Put the file back, look for it with File › Find moved pictures, or open the folder again.</source>
        <translation>{0} no puede mostrarse como se analizó, así que no se decidió nada. Devuelva el archivo a su sitio, búsquelo con Archivo › Buscar imágenes movidas o abra la carpeta de nuevo.</translation>
    </message>
</context>
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Show them</source>
        <translation>Mostrarlas</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>PictureArea</name>
    <message>
        <source>No white cell was found here.</source>
        <translation>Aquí no se encontró ningún leucocito.</translation>
    </message>
    <message>
        <source>If it was moved, File › Find moved pictures looks for it.</source>
        <translation>Si se movió, Archivo › Buscar imágenes movidas lo busca.</translation>
    </message>
    <message>
        <source>Cell {0}</source>
        <translation>Célula {0}</translation>
    </message>
    <message>
        <source>Look closely: {0}</source>
        <translation>Mire con atención: {0}</translation>
    </message>
    <message>
        <source>cut by the picture&apos;s edge</source>
        <translation>cortada por el borde de la imagen</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Revisor</translation>
    </message>
    <message>
        <source>Hidden in blind review</source>
        <translation>Ocultas en la revisión a ciegas</translation>
    </message>
    <message>
        <source>Of so many cells, chosen at random, the prediction hides in blind review</source>
        <translation>De tantas células, elegidas al azar, se oculta la predicción en la revisión a ciegas</translation>
    </message>
    <message>
        <source>The language changes with the next start.</source>
        <translation>El idioma cambia al iniciar de nuevo.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Listing, {0} images</source>
        <translation>Listando, {0} imágenes</translation>
    </message>
    <message>
        <source>{0} of {1} images</source>
        <translation>{0} de {1} imágenes</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>cargando el modelo</translation>
    </message>
    <message>
        <source>{0} cells/s</source>
        <translation>{0} células/s</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>quedan {0}</translation>
    </message>
    <message>
        <source>Opening the session</source>
        <translation>Abriendo la sesión</translation>
    </message>
    <message>
        <source>Reading the other model&apos;s predictions</source>
        <translation>Leyendo las predicciones del otro modelo</translation>
    </message>
    <message>
        <source>Sorting the cells</source>
        <translation>Ordenando las células</translation>
    </message>
    <message>
        <source>Saving the decisions</source>
        <translation>Guardando las decisiones</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>Deshaciendo</translation>
    </message>
    <message>
        <source>Redoing</source>
        <translation>Rehaciendo</translation>
    </message>
    <message>
        <source>Taking the labels over</source>
        <translation>Adoptando las etiquetas</translation>
    </message>
    <message>
        <source>Outlining the cell</source>
        <translation>Trazando el contorno de la célula</translation>
    </message>
    <message>
        <source>predicted: {0}</source>
        <translation>predichas: {0}</translation>
    </message>
    <message>
        <source>reviewer {0}</source>
        <translation>revisor {0}</translation>
    </message>
    <message>
        <source>no reviewer yet</source>
        <translation>aún sin revisor</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>guardado</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>solo lectura</translation>
    </message>
    <message>
        <source>blasts {0}/{1} so far, certain first: {2} {3}</source>
        <translation>blastos {0}/{1} por ahora, seguras antes: {2} {3}</translation>
    </message>
    <message>
        <source>blasts {0}/{1} so far, uncertain first: {2} {3}</source>
        <translation>blastos {0}/{1} por ahora, inciertas antes: {2} {3}</translation>
    </message>
    <message>
        <source>blasts {0}/{1} so far: {2} {3}</source>
        <translation>blastos {0}/{1} por ahora: {2} {3}</translation>
    </message>
    <message>
        <source>blasts {0}/{1}, {2} {3}</source>
        <translation>blastos {0}/{1}, {2} {3}</translation>
    </message>
    <message>
        <source>{0} of {1} cells reviewed</source>
        <translation>{0} de {1} células revisadas</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
</context>
<context>
    <name>ReviewerDialog</name>
    <message>
        <source>Who reviews?</source>
        <translation>¿Quién revisa?</translation>
    </message>
    <message>
        <source>Name or initials</source>
        <translation>Nombre o iniciales</translation>
    </message>
    <message>
        <source>The name is kept with each decision and stands in every export.</source>
        <translation>El nombre se guarda con cada decisión y figura en cada exportación.</translation>
    </message>
</context>
<context>
    <name>SecondPanel</name>
    <message>
        <source>Open the session of someone who reviewed the same pictures. Both stay as they are; what you settle goes into a third session.</source>
        <translation>Abra la sesión de alguien que haya revisado las mismas imágenes. Ambas quedan como están; lo que usted resuelva va a una tercera sesión.</translation>
    </message>
    <message>
        <source>Choose the second session…</source>
        <translation>Elegir la segunda sesión…</translation>
    </message>
    <message>
        <source>Agreement of the two reviewers</source>
        <translation>Concordancia de los dos revisores</translation>
    </message>
    <message>
        <source>Confusion matrix of the two reviewers</source>
        <translation>Matriz de confusión de los dos revisores</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>Desacuerdos</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Choose what it is…</source>
        <translation>Elija qué es…</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>Resolver</translation>
    </message>
    <message>
        <source>Open the outcome</source>
        <translation>Abrir el resultado</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>Revisores</translation>
    </message>
    <message>
        <source>Cells in both sessions {0} · only in the first {1} · only in the second {2}</source>
        <translation>Células en ambas sesiones {0} · solo en la primera {1} · solo en la segunda {2}</translation>
    </message>
    <message>
        <source>Disagreements, {0} to settle</source>
        <translation>Desacuerdos, {0} por resolver</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Célula</translation>
    </message>
    <message>
        <source>Settled as</source>
        <translation>Resuelta como</translation>
    </message>
    <message>
        <source>no such cell</source>
        <translation>no hay tal célula</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluida</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>All keys</source>
        <translation>Todas las teclas</translation>
    </message>
    <message>
        <source>Search actions and keys…</source>
        <translation>Buscar acciones y teclas…</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>Restablecer todas las teclas</translation>
    </message>
    <message>
        <source>{0} is the key of “{1}”.</source>
        <translation>{0} es la tecla de «{1}».</translation>
    </message>
    <message>
        <source>Give it to “{0}”</source>
        <translation>Darla a «{0}»</translation>
    </message>
    <message>
        <source>All keys are as they came.</source>
        <translation>Todas las teclas están como venían.</translation>
    </message>
    <message>
        <source>Click a key, then press another. Backspace takes it away.</source>
        <translation>Pulse sobre una tecla y luego teclee otra. Retroceso la quita.</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop pictures or a folder here</source>
        <translation>Suelte aquí imágenes o una carpeta</translation>
    </message>
    <message>
        <source>Smear fields or single cells. Cells are found and classified; you decide.</source>
        <translation>Campos de frotis o células sueltas. Se encuentran y clasifican; usted decide.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open pictures</source>
        <translation>Abrir imágenes</translation>
    </message>
    <message>
        <source>Try the samples</source>
        <translation>Probar los ejemplos</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>Abiertas hace poco</translation>
    </message>
</context>
<context>
    <name>_ModelPage</name>
    <message>
        <source>Agreement with the model</source>
        <translation>Concordancia con el modelo</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Matriz de confusión</translation>
    </message>
    <message>
        <source>Sensitivity and specificity</source>
        <translation>Sensibilidad y especificidad</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>A ciegas</translation>
    </message>
    <message>
        <source>Prediction seen</source>
        <translation>Predicción vista</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Decisiones</translation>
    </message>
    <message>
        <source>Reviewer ↓  model →</source>
        <translation>Revisor ↓  modelo →</translation>
    </message>
    <message>
        <source>Cells put down as unsure or excluded are not in here. Who sees a prediction tends to follow it.</source>
        <translation>Las células dudosas o excluidas no están aquí. Quien ve una predicción tiende a seguirla.</translation>
    </message>
    <message>
        <source>Decided beside another model&apos;s prediction, or imported: {0} of {1} cells.</source>
        <translation>Decididas junto a la predicción de otro modelo, o importadas: {0} de {1} células.</translation>
    </message>
    <message>
        <source>Not known to the model, so without rates: {0}.</source>
        <translation>El modelo no las conoce, así que sin tasas: {0}.</translation>
    </message>
    <message>
        <source>Cells with such a class, on which it cannot agree: {0} of {1}.</source>
        <translation>Células con una clase así, en las que no puede coincidir: {0} de {1}.</translation>
    </message>
    <message>
        <source>No cell has both a prediction and a reviewer&apos;s class here yet.</source>
        <translation>Aún no hay aquí células con predicción y con clase del revisor.</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Revisión</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modelo</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>Open pictures…</source>
        <translation>Abrir imágenes…</translation>
    </message>
    <message>
        <source>Choose one or more picture files</source>
        <translation>Elegir uno o más archivos de imagen</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Abrir carpeta…</translation>
    </message>
    <message>
        <source>Every picture in a folder and the folders in it</source>
        <translation>Todas las imágenes de una carpeta y sus subcarpetas</translation>
    </message>
    <message>
        <source>Try the samples</source>
        <translation>Probar los ejemplos</translation>
    </message>
    <message>
        <source>A few real pictures that came with the program</source>
        <translation>Unas pocas imágenes reales que vienen con el programa</translation>
    </message>
    <message>
        <source>Open session file…</source>
        <translation>Abrir archivo de sesión…</translation>
    </message>
    <message>
        <source>A session that a colleague handed over</source>
        <translation>Una sesión que le pasó un colega</translation>
    </message>
    <message>
        <source>Find moved pictures…</source>
        <translation>Buscar imágenes movidas…</translation>
    </message>
    <message>
        <source>Look for this session&apos;s pictures in another folder</source>
        <translation>Buscar las imágenes de esta sesión en otra carpeta</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Volver a mirar</translation>
    </message>
    <message>
        <source>Take up what is new, changed or gone in what lies open</source>
        <translation>Incorporar lo nuevo, lo cambiado y lo que ya no está en lo abierto</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Importar etiquetas…</translation>
    </message>
    <message>
        <source>Read labels from a CSV; nothing is overwritten silently</source>
        <translation>Leer etiquetas de un CSV; nada se sobrescribe sin avisar</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Write the cells and decisions as a CSV</source>
        <translation>Escribir las células y decisiones como CSV</translation>
    </message>
    <message>
        <source>Hand over a copy…</source>
        <translation>Entregar una copia…</translation>
    </message>
    <message>
        <source>The whole session in one file, for a colleague or a safe place</source>
        <translation>Toda la sesión en un archivo, para un colega o un lugar seguro</translation>
    </message>
    <message>
        <source>PDF report…</source>
        <translation>Informe PDF…</translation>
    </message>
    <message>
        <source>Counts with intervals, cells per class, model and reviewer</source>
        <translation>Recuentos con intervalos, células por clase, modelo y revisor</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Take the last step back; nothing is ever erased</source>
        <translation>Volver atrás el último paso; nunca se borra nada</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Do the step again that was taken back</source>
        <translation>Repetir el paso que se deshizo</translation>
    </message>
    <message>
        <source>Add a cell by click</source>
        <translation>Añadir una célula con un clic</translation>
    </message>
    <message>
        <source>Click the centre of a missed cell</source>
        <translation>Haga clic en el centro de una célula omitida</translation>
    </message>
    <message>
        <source>Add a cell by box</source>
        <translation>Añadir una célula con un recuadro</translation>
    </message>
    <message>
        <source>Drag a box around a missed cell</source>
        <translation>Trace un recuadro alrededor de una célula omitida</translation>
    </message>
    <message>
        <source>Find the outline again in a box</source>
        <translation>Hallar de nuevo el contorno en un recuadro</translation>
    </message>
    <message>
        <source>Drag a box around the selected cell to outline it anew</source>
        <translation>Trace un recuadro alrededor de la célula elegida para contornearla de nuevo</translation>
    </message>
    <message>
        <source>Redraw the outline</source>
        <translation>Redibujar el contorno</translation>
    </message>
    <message>
        <source>Paint the selected cell; the right button or Alt erases; Enter keeps</source>
        <translation>Pinte la célula elegida; el botón derecho o Alt borra; Intro conserva</translation>
    </message>
    <message>
        <source>Set the scale by a line</source>
        <translation>Fijar la escala con una línea</translation>
    </message>
    <message>
        <source>Drag along a known length and say how many µm it is</source>
        <translation>Arrastre sobre una longitud conocida e indique cuántos µm mide</translation>
    </message>
    <message>
        <source>Leave the tool</source>
        <translation>Dejar la herramienta</translation>
    </message>
    <message>
        <source>Back to looking; without a tool to one cell, then closes the message and shows all images</source>
        <translation>Volver a mirar; sin herramienta, volver a una célula y luego cerrar el mensaje y mostrar todas las imágenes</translation>
    </message>
    <message>
        <source>Select all cells shown</source>
        <translation>Elegir todas las células mostradas</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Preferencias…</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>Contornos</translation>
    </message>
    <message>
        <source>The line around each cell</source>
        <translation>La línea alrededor de cada célula</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Máscaras</translation>
    </message>
    <message>
        <source>Cells and nuclei filled in their class&apos;s colour</source>
        <translation>Células y núcleos rellenos con el color de su clase</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Mapa de calor</translation>
    </message>
    <message>
        <source>What in the cell spoke for or against the class</source>
        <translation>Qué en la célula habló a favor o en contra de la clase</translation>
    </message>
    <message>
        <source>Cell numbers</source>
        <translation>Números de célula</translation>
    </message>
    <message>
        <source>The number and class letter beside each cell</source>
        <translation>El número y la letra de clase junto a cada célula</translation>
    </message>
    <message>
        <source>Raw picture while held</source>
        <translation>Imagen sin nada mientras se pulsa</translation>
    </message>
    <message>
        <source>Hides everything drawn over the picture while the key is down</source>
        <translation>Oculta todo lo dibujado sobre la imagen mientras se mantiene la tecla</translation>
    </message>
    <message>
        <source>Heatmap of the next class</source>
        <translation>Mapa de calor de la clase siguiente</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Imagen completa</translation>
    </message>
    <message>
        <source>Actual size, 100 %</source>
        <translation>Tamaño real, 100 %</translation>
    </message>
    <message>
        <source>Zoom to the cell</source>
        <translation>Acercar a la célula</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galería</translation>
    </message>
    <message>
        <source>All cells side by side</source>
        <translation>Todas las células una junto a otra</translation>
    </message>
    <message>
        <source>Filter the cells…</source>
        <translation>Filtrar las células…</translation>
    </message>
    <message>
        <source>Show only some cells</source>
        <translation>Mostrar solo algunas células</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>Panel siguiente</translation>
    </message>
    <message>
        <source>Moves the keyboard from the pictures to the cells and on</source>
        <translation>Lleva el teclado de las imágenes a las células y así sucesivamente</translation>
    </message>
    <message>
        <source>Next choice</source>
        <translation>Opción siguiente</translation>
    </message>
    <message>
        <source>Moves the keyboard to which cells are shown, in which order, and which images</source>
        <translation>Lleva el teclado a qué células se muestran, en qué orden, y qué imágenes</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>The predicted class is right</source>
        <translation>La clase predicha es correcta</translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation>Clase {number}</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudosa</translation>
    </message>
    <message>
        <source>Put the cell into the bin of unidentified cells</source>
        <translation>Poner la célula entre las no identificadas</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Not a white cell, or unusable: it is not counted</source>
        <translation>No es un leucocito, o no sirve: no se cuenta</translation>
    </message>
    <message>
        <source>Back to unreviewed</source>
        <translation>Volver a sin revisar</translation>
    </message>
    <message>
        <source>Withdraw the decision on the selected cells</source>
        <translation>Retirar la decisión sobre las células elegidas</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Write a note to the cell</source>
        <translation>Escribir una nota a la célula</translation>
    </message>
    <message>
        <source>Next unreviewed cell</source>
        <translation>Siguiente célula sin revisar</translation>
    </message>
    <message>
        <source>The cell that needs a person most</source>
        <translation>La célula que más necesita a una persona</translation>
    </message>
    <message>
        <source>Previous unreviewed cell</source>
        <translation>Célula sin revisar anterior</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Célula siguiente</translation>
    </message>
    <message>
        <source>Previous cell</source>
        <translation>Célula anterior</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Imagen siguiente</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Imagen anterior</translation>
    </message>
    <message>
        <source>Accept all certain cells shown…</source>
        <translation>Aceptar todas las seguras mostradas…</translation>
    </message>
    <message>
        <source>Asks first, says how many, and is one step to undo</source>
        <translation>Pregunta antes, dice cuántas son y se deshace en un paso</translation>
    </message>
    <message>
        <source>Go on after each decision</source>
        <translation>Seguir tras cada decisión</translation>
    </message>
    <message>
        <source>Blind review</source>
        <translation>Revisión a ciegas</translation>
    </message>
    <message>
        <source>The prediction hides until the decision is made</source>
        <translation>La predicción se oculta hasta tomar la decisión</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Fórmula</translation>
    </message>
    <message>
        <source>Counts per class with their intervals</source>
        <translation>Recuentos por clase con sus intervalos</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Concordancia</translation>
    </message>
    <message>
        <source>Reviewer against model, and against a second reviewer</source>
        <translation>Revisor frente a modelo y frente a un segundo revisor</translation>
    </message>
    <message>
        <source>Compare with a second reviewer…</source>
        <translation>Comparar con un segundo revisor…</translation>
    </message>
    <message>
        <source>Labels of this session…</source>
        <translation>Etiquetas de esta sesión…</translation>
    </message>
    <message>
        <source>Add a label, its colour and its key</source>
        <translation>Añadir una etiqueta, su color y su tecla</translation>
    </message>
    <message>
        <source>Reviewer&apos;s name…</source>
        <translation>Nombre del revisor…</translation>
    </message>
    <message>
        <source>Choose model…</source>
        <translation>Elegir modelo…</translation>
    </message>
    <message>
        <source>The bundle that classifies, and the device it runs on</source>
        <translation>El modelo que clasifica y el dispositivo en que corre</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Ficha del modelo</translation>
    </message>
    <message>
        <source>What the model was trained on and how well it does</source>
        <translation>Con qué se entrenó el modelo y qué tal lo hace</translation>
    </message>
    <message>
        <source>Classify what is not done</source>
        <translation>Clasificar lo que falta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Let the program decide</source>
        <translation>Que decida el programa</translation>
    </message>
    <message>
        <source>Picture is a field</source>
        <translation>La imagen es un campo</translation>
    </message>
    <message>
        <source>Picture is one cell</source>
        <translation>La imagen es una célula</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guía</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Todas las teclas</translation>
    </message>
    <message>
        <source>A first tour</source>
        <translation>Un primer recorrido</translation>
    </message>
    <message>
        <source>Verify this session</source>
        <translation>Verificar esta sesión</translation>
    </message>
    <message>
        <source>Check that no decision, picture or model was altered</source>
        <translation>Comprobar que no se alteró ninguna decisión, imagen ni modelo</translation>
    </message>
    <message>
        <source>About allviewer</source>
        <translation>Acerca de allviewer</translation>
    </message>
</context>
<context>
    <name>agreement</name>
    <message>
        <source>Cells</source>
        <translation>Células</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Iguales</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Exact binomial interval</source>
        <translation>Intervalo binomial exacto</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Agreement beyond chance (Cohen)</source>
        <translation>Concordancia más allá del azar (Cohen)</translation>
    </message>
    <message>
        <source>Large-sample interval (Fleiss 1969)</source>
        <translation>Intervalo para muestras grandes (Fleiss 1969)</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>Distintas</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilidad</translation>
    </message>
    <message>
        <source>Of the cells that the reviewer calls so, those that the model calls so</source>
        <translation>De las células que el revisor llama así, las que el modelo llama así</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Especificidad</translation>
    </message>
    <message>
        <source>Of all other cells, those that the model calls otherwise</source>
        <translation>De todas las demás, las que el modelo llama de otro modo</translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>{0} cell diameters at {1} pixels</source>
        <translation>{0} diámetros de la célula a {1} píxeles</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <source>Sees</source>
        <translation>Ve</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Calibración</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Cámaras</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Percentages are of the cells given a class so far. Until all are decided they are no estimate of the whole.</source>
        <translation>Los porcentajes son de las células con clase hasta ahora. Mientras no estén todas decididas, no estiman el total.</translation>
    </message>
    <message>
        <source>Percentages are of the cells given a class so far. Of these the model is certain of most, so until all are decided they are no estimate of the whole.</source>
        <translation>Los porcentajes son de las células con clase hasta ahora. El modelo está seguro de la mayoría de ellas, así que, mientras no estén todas decididas, no estiman el total.</translation>
    </message>
    <message>
        <source>Percentages are of the cells given a class so far. Uncertain cells usually come first, so until all are decided they are no estimate of the whole.</source>
        <translation>Los porcentajes son de las células con clase hasta ahora. Las inciertas suelen ir primero: hasta decidirlas todas no estiman el conjunto.</translation>
    </message>
</context>
<context>
    <name>guide</name>
    <message>
        <source>How cells are found, and how well</source>
        <translation>Cómo se encuentran las células, y con qué acierto</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>How fast, and how that is measured</source>
        <translation>Qué rapidez tiene, y cómo se mide</translation>
    </message>
    <message>
        <source>This page is in English.</source>
        <translation>Esta página está en inglés.</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>Page {0}</source>
        <translation>Página {0}</translation>
    </message>
    <message>
        <source>Review report</source>
        <translation>Informe de revisión</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Reviewer: {0}</source>
        <translation>Revisor: {0}</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Escrito: {0}</translation>
    </message>
    <message>
        <source>Images: {0}, cells: {1}</source>
        <translation>Imágenes: {0}, células: {1}</translation>
    </message>
    <message>
        <source>Model: {0} · allviewer {1}</source>
        <translation>Modelo: {0} · allviewer {1}</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Fórmula</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Revisadas</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalo 95 %</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Predichas</translation>
    </message>
    <message>
        <source>Counted {0} · unidentified {1} · not counted {2} · not reviewed yet {3}</source>
        <translation>Contadas {0} · sin identificar {1} · no contadas {2} · aún sin revisar {3}</translation>
    </message>
    <message>
        <source>Percentages are of the cells that a reviewer gave a class; intervals are exact (Clopper and Pearson). Predictions stand beside them and are never counted.</source>
        <translation>Los porcentajes son de las células a las que un revisor dio una clase; los intervalos son exactos (Clopper y Pearson). Las predicciones figuran al lado y nunca se cuentan.</translation>
    </message>
    <message>
        <source>By unit: {0}</source>
        <translation>Por unidad: {0}</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Contadas</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>A ciegas</translation>
    </message>
    <message>
        <source>Prediction seen</source>
        <translation>Predicción vista</translation>
    </message>
    <message>
        <source>Reviewer and model</source>
        <translation>Revisor y modelo</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Decisiones</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Células</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Iguales</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Decided beside another model&apos;s prediction, or imported: {0} of {1} cells.</source>
        <translation>Decididas junto a la predicción de otro modelo, o importadas: {0} de {1} células.</translation>
    </message>
    <message>
        <source>Not known to the model, so that it cannot agree: {0}. Cells: {1} of {2}.</source>
        <translation>El modelo no las conoce, así que no puede coincidir: {0}. Células: {1} de {2}.</translation>
    </message>
    <message>
        <source>Each cell fills its tile: the scale of some picture is not known.</source>
        <translation>Cada célula llena su recuadro: no se conoce la escala de alguna imagen.</translation>
    </message>
    <message>
        <source>All at one scale: a tile is {0} µm wide.</source>
        <translation>Todas a una misma escala: cada recorte mide {0} µm de ancho.</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} de {2}</translation>
    </message>
    <message>
        <source>What this report stands on</source>
        <translation>En qué se apoya este informe</translation>
    </message>
    <message>
        <source>Session {0}</source>
        <translation>Sesión {0}</translation>
    </message>
    <message>
        <source>Latest decision (hash of the chain): {0}</source>
        <translation>Última decisión (hash de la cadena): {0}</translation>
    </message>
    <message>
        <source>Weights of the model (SHA-256): {0}</source>
        <translation>Pesos del modelo (SHA-256): {0}</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>And {0} more images: their hashes stand in the exported table.</source>
        <translation>Y {0} imágenes más: sus hashes están en la tabla exportada.</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>the disk is full. Free some space or choose another place</source>
        <translation>el disco está lleno. Libere espacio o elija otro lugar</translation>
    </message>
    <message>
        <source>your share of the disk is used up. Free some space or choose another place</source>
        <translation>su cuota del disco está agotada. Libere espacio o elija otro lugar</translation>
    </message>
    <message>
        <source>the file would be larger than is allowed there. Choose another place</source>
        <translation>el archivo sería mayor de lo que allí se permite. Elija otro lugar</translation>
    </message>
    <message>
        <source>the place is read-only. Choose another one</source>
        <translation>el lugar es de solo lectura. Elija otro</translation>
    </message>
    <message>
        <source>there is no permission to write there. Choose another place, or close the file elsewhere</source>
        <translation>no hay permiso para escribir allí. Elija otro lugar o cierre el archivo en el otro programa</translation>
    </message>
    <message>
        <source>there is no permission to write there. Choose another place</source>
        <translation>no hay permiso para escribir allí. Elija otro lugar</translation>
    </message>
    <message>
        <source>the folder does not exist. Create it or choose another one</source>
        <translation>la carpeta no existe. Créela o elija otra</translation>
    </message>
    <message>
        <source>a file has that name. Choose another one for the folder</source>
        <translation>un archivo tiene ese nombre. Elija otro para la carpeta</translation>
    </message>
    <message>
        <source>what should be its folder is a file. Choose another place</source>
        <translation>lo que debería ser su carpeta es un archivo. Elija otro lugar</translation>
    </message>
    <message>
        <source>the name is too long. Choose a shorter one</source>
        <translation>el nombre es demasiado largo. Elija uno más corto</translation>
    </message>
    <message>
        <source>the system refused ({0}). Try again elsewhere</source>
        <translation>el sistema lo rechazó ({0}). Pruebe en otro lugar</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}.</source>
        <translation>No se pudo escribir {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} could not be written: it is a folder. Choose a file name.</source>
        <translation>No se pudo escribir {0}: es una carpeta. Elija un nombre de archivo.</translation>
    </message>
    <message>
        <source>the rest of its field says otherwise</source>
        <translation>el resto del campo dice lo contrario</translation>
    </message>
    <message>
        <source>“{0}” is not a regular expression: {1}. Try for instance “^([^/]+)/”, the first folder.</source>
        <translation>«{0}» no es una expresión regular: {1}. Pruebe por ejemplo «^([^/]+)/», la primera carpeta.</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>No existe tal archivo o carpeta.</translation>
    </message>
    <message>
        <source>The picture has no colour, so no white cell can be found in it.</source>
        <translation>La imagen no tiene color, así que no se puede encontrar en ella ningún leucocito.</translation>
    </message>
    <message>
        <source>Not enough memory to open this picture. Close other programs or make it smaller.</source>
        <translation>No hay memoria suficiente para abrir esta imagen. Cierre otros programas o redúzcala.</translation>
    </message>
    <message>
        <source>The file is cut short: its end is missing. Copy it again from its source.</source>
        <translation>El archivo está cortado: falta el final. Cópielo de nuevo desde su origen.</translation>
    </message>
    <message>
        <source>The file is damaged and cannot be decoded. Copy it again from its source.</source>
        <translation>El archivo está dañado y no se puede descodificar. Cópielo de nuevo desde su origen.</translation>
    </message>
    <message>
        <source>The TIFF is damaged or of a rare kind. Save it with 8 or 16 bits per channel, or as PNG.</source>
        <translation>El TIFF está dañado o es de un tipo poco común. Guárdelo con 8 o 16 bits por canal, o como PNG.</translation>
    </message>
    <message>
        <source>This is not a picture that can be read. Save it as JPEG, PNG, BMP, TIFF, WebP or GIF.</source>
        <translation>No es una imagen que se pueda leer. Guárdela como JPEG, PNG, BMP, TIFF, WebP o GIF.</translation>
    </message>
    <message>
        <source>The picture is {0} × {1} pixels; at most {2} million can be opened. Cut out the part you need.</source>
        <translation>La imagen mide {0} × {1} píxeles; se pueden abrir como máximo {2} millones. Recorte la parte que necesita.</translation>
    </message>
    <message>
        <source>The session names a place on another computer, and nobody here opened anything there. Look for the pictures in a folder that you trust.</source>
        <translation>La sesión nombra un lugar en otro ordenador, y aquí nadie ha abierto nada allí. Busque las imágenes en una carpeta en la que confíe.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes). Copy it again from its source.</source>
        <translation>El archivo está vacío (0 bytes). Cópielo de nuevo desde su origen.</translation>
    </message>
    <message>
        <source>This folder could not be listed. Check that you may open it.</source>
        <translation>No se pudo listar esta carpeta. Compruebe que puede abrirla.</translation>
    </message>
    <message>
        <source>This is not an ordinary file but a device or a pipe. Choose a picture file.</source>
        <translation>No es un archivo corriente sino un dispositivo o una tubería. Elija un archivo de imagen.</translation>
    </message>
    <message>
        <source>The file is a {0} picture, whatever its name says.</source>
        <translation>El archivo es una imagen {0}, diga lo que diga su nombre.</translation>
    </message>
    <message>
        <source>The file holds {0} pictures: this is the first.</source>
        <translation>El archivo contiene {0} imágenes: esta es la primera.</translation>
    </message>
    <message>
        <source>The file is larger than {0} GB. Cut out the part you need.</source>
        <translation>El archivo supera los {0} GB. Recorte la parte que necesita.</translation>
    </message>
    <message>
        <source>No permission to read this file. Change its access rights or copy it.</source>
        <translation>No hay permiso para leer este archivo. Cambie sus permisos o cópielo.</translation>
    </message>
    <message>
        <source>The disk or network did not hand the file over ({0}). Try again.</source>
        <translation>El disco o la red no entregaron el archivo ({0}). Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The picture has no pixels ({0} × {1}).</source>
        <translation>La imagen no tiene píxeles ({0} × {1}).</translation>
    </message>
    <message>
        <source>end of file</source>
        <translation>fin del archivo</translation>
    </message>
    <message>
        <source>The picture holds no numbers, only gaps (NaN).</source>
        <translation>La imagen no contiene números, solo huecos (NaN).</translation>
    </message>
    <message>
        <source>Gaps (NaN) are shown black.</source>
        <translation>Los huecos (NaN) se muestran en negro.</translation>
    </message>
    <message>
        <source>Values {0} to {1} are shown from black to white.</source>
        <translation>Los valores de {0} a {1} se muestran de negro a blanco.</translation>
    </message>
    <message>
        <source>16-bit file with {0}-bit values: scaled to them.</source>
        <translation>Archivo de 16 bits con valores de {0} bits: escalado a ellos.</translation>
    </message>
    <message>
        <source>Transparent parts are shown white.</source>
        <translation>Las partes transparentes se muestran en blanco.</translation>
    </message>
    <message>
        <source>A slide from a scanner: install the extra “scanner” to open it, or export a region as TIFF.</source>
        <translation>Una preparación de un escáner: instale el extra «scanner» para abrirla o exporte una región como TIFF.</translation>
    </message>
    <message>
        <source>The slide is damaged, or of a scanner that OpenSlide does not know. Export a region as TIFF.</source>
        <translation>La preparación está dañada o es de un escáner que OpenSlide no conoce. Exporte una región como TIFF.</translation>
    </message>
    <message>
        <source>A slide of {0} × {1} pixels, at 1/{2} of its resolution.</source>
        <translation>Una preparación de {0} × {1} píxeles, a 1/{2} de su resolución.</translation>
    </message>
    <message>
        <source>No level of this slide has under {0} million pixels. Export a region as TIFF.</source>
        <translation>Ningún nivel de esta preparación tiene menos de {0} millones de píxeles. Exporte una región como TIFF.</translation>
    </message>
    <message>
        <source>A label needs a name. Write one.</source>
        <translation>Una etiqueta necesita un nombre. Escriba uno.</translation>
    </message>
    <message>
        <source>“{0}” is what a decision is called. Choose another name.</source>
        <translation>«{0}» es el nombre de una decisión. Elija otro nombre.</translation>
    </message>
    <message>
        <source>There is a label “{0}” already. Choose another name.</source>
        <translation>Ya existe la etiqueta «{0}». Elija otro nombre.</translation>
    </message>
    <message>
        <source>“{0}” is no colour. Choose one such as #009e73.</source>
        <translation>«{0}» no es un color. Elija uno como #009e73.</translation>
    </message>
    <message>
        <source>{0} is the key of another label. Choose another key.</source>
        <translation>{0} es la tecla de otra etiqueta. Elija otra tecla.</translation>
    </message>
    <message>
        <source>“{0}” is in use (cells: {1}), so it stays. Give those another class first.</source>
        <translation>«{0}» está en uso (células: {1}), así que se queda. Dé antes otra clase a esas.</translation>
    </message>
    <message>
        <source>large enough to be several cells</source>
        <translation>tan grande que pueden ser varias células</translation>
    </message>
    <message>
        <source>{0}, line {1}: {2} values for {3} columns. Correct the line.</source>
        <translation>{0}, línea {1}: {2} valores para {3} columnas. Corrija la línea.</translation>
    </message>
    <message>
        <source>{0} is empty: its first line should name the columns.</source>
        <translation>{0} está vacío: su primera línea debe nombrar las columnas.</translation>
    </message>
    <message>
        <source>{0}: the column “{1}” stands there twice. Remove one.</source>
        <translation>{0}: la columna «{1}» aparece dos veces. Quite una.</translation>
    </message>
    <message>
        <source>{0} is not in UTF-8. Save it again as “CSV UTF-8”.</source>
        <translation>{0} no está en UTF-8. Guárdelo de nuevo como «CSV UTF-8».</translation>
    </message>
    <message>
        <source>{0} is not a CSV table: {1}. Export it again.</source>
        <translation>{0} no es una tabla CSV: {1}. Expórtela de nuevo.</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}. Check the file and its rights.</source>
        <translation>No se pudo leer {0}: {1}. Compruebe el archivo y sus permisos.</translation>
    </message>
    <message>
        <source>unlike the training cells</source>
        <translation>distinta de las células de entrenamiento</translation>
    </message>
    <message>
        <source>This cell has no prediction to accept yet. Choose its class instead.</source>
        <translation>Esta célula aún no tiene predicción que aceptar. Elija su clase.</translation>
    </message>
    <message>
        <source>The prediction is {0}, not {1}. Choose the class instead.</source>
        <translation>La predicción es {0}, no {1}. Elija la clase.</translation>
    </message>
    <message>
        <source>“{0}” is not a class of this session. Choose one of {1}.</source>
        <translation>«{0}» no es una clase de esta sesión. Elija una de {1}.</translation>
    </message>
    <message>
        <source>white cell</source>
        <translation>leucocito</translation>
    </message>
    <message>
        <source>a cell that is not in the table</source>
        <translation>una célula que no está en la tabla</translation>
    </message>
    <message>
        <source>{0}: the table was altered after it was written.</source>
        <translation>{0}: la tabla se alteró después de escribirse.</translation>
    </message>
    <message>
        <source>{0}: the table was exported from another session.</source>
        <translation>{0}: la tabla se exportó de otra sesión.</translation>
    </message>
    <message>
        <source>{0}: the session was cut back or replaced after the table was exported.</source>
        <translation>{0}: la sesión se recortó o se reemplazó después de exportar la tabla.</translation>
    </message>
    <message>
        <source>{0}: the picture is not the one that was reviewed.</source>
        <translation>{0}: la imagen no es la que se revisó.</translation>
    </message>
    <message>
        <source>The bundle {0} here is not the one that classified: its weights differ.</source>
        <translation>El modelo {0} de aquí no es el que clasificó: sus pesos difieren.</translation>
    </message>
    <message>
        <source>{0} could not be read: {1}. Check the file.</source>
        <translation>No se pudo leer {0}: {1}. Compruebe el archivo.</translation>
    </message>
    <message>
        <source>{0}: {1}, cell {2}: not what the session says.</source>
        <translation>{0}: {1}, célula {2}: no es lo que dice la sesión.</translation>
    </message>
    <message>
        <source>{0}: {1}: not what the session says.</source>
        <translation>{0}: {1}: no es lo que dice la sesión.</translation>
    </message>
    <message>
        <source>{0}: the picture is not there, so it could not be compared.</source>
        <translation>{0}: la imagen no está, así que no se pudo comparar.</translation>
    </message>
    <message>
        <source>The bundle {0} is not installed here, so it could not be compared.</source>
        <translation>El modelo {0} no está instalado aquí, así que no se pudo comparar.</translation>
    </message>
    <message>
        <source>{0} is not there, so nothing tells whether the table was altered. Export it again.</source>
        <translation>{0} no está, así que nada indica si la tabla se alteró. Expórtela de nuevo.</translation>
    </message>
    <message>
        <source>{0} cannot be read as the provenance of a table. Export it again.</source>
        <translation>{0} no se puede leer como procedencia de una tabla. Expórtela de nuevo.</translation>
    </message>
    <message>
        <source>“{0}” is not a class of this session. Add it, then import again.</source>
        <translation>«{0}» no es una clase de esta sesión. Añádala e importe de nuevo.</translation>
    </message>
    <message>
        <source>{0}: a table of labels needs the columns “image” or “image_sha256”, and “label”. It has {1}.</source>
        <translation>{0}: una tabla de etiquetas necesita las columnas «image» o «image_sha256», y «label». Tiene {1}.</translation>
    </message>
    <message>
        <source>“{0}” is not a status. Use {1}.</source>
        <translation>«{0}» no es un estado. Use {1}.</translation>
    </message>
    <message>
        <source>The box has no width or no height.</source>
        <translation>El recuadro no tiene ancho o no tiene alto.</translation>
    </message>
    <message>
        <source>it does not say which: give a box (x, y, width, height). {0} has {1} cells.</source>
        <translation>no dice cuál: indique un recuadro (x, y, width, height). {0} tiene {1} células.</translation>
    </message>
    <message>
        <source>A cell that is {0} has no label.</source>
        <translation>Una célula {0} no lleva etiqueta.</translation>
    </message>
    <message>
        <source>A cell that is {0} needs a label.</source>
        <translation>Una célula {0} necesita una etiqueta.</translation>
    </message>
    <message>
        <source>“{0}” in the column {1} is not a number.</source>
        <translation>«{0}» en la columna {1} no es un número.</translation>
    </message>
    <message>
        <source>No cell was found in {0}, so there is nothing to label.</source>
        <translation>No se encontró ninguna célula en {0}, así que no hay nada que etiquetar.</translation>
    </message>
    <message>
        <source>{0} has no cell {1}.</source>
        <translation>{0} no tiene la célula {1}.</translation>
    </message>
    <message>
        <source>No picture of this session is called “{0}”.</source>
        <translation>Ninguna imagen de esta sesión se llama «{0}».</translation>
    </message>
    <message>
        <source>{0} pictures are called “{1}”. Give the folder, or the hash.</source>
        <translation>{0} imágenes se llaman «{1}». Indique la carpeta o el hash.</translation>
    </message>
    <message>
        <source>The rows {0} say different things of one cell.</source>
        <translation>Las filas {0} dicen cosas distintas de una misma célula.</translation>
    </message>
    <message>
        <source>No cell of {0} lies where this box is.</source>
        <translation>Ninguna célula de {0} está donde indica este recuadro.</translation>
    </message>
    <message>
        <source>No picture of this session has this hash.</source>
        <translation>Ninguna imagen de esta sesión tiene este hash.</translation>
    </message>
    <message>
        <source>{0}: this is the session that is open. Choose the other reviewer&apos;s file.</source>
        <translation>{0}: es la sesión que está abierta. Elija el archivo del otro revisor.</translation>
    </message>
    <message>
        <source>{0}: it holds none of the pictures of this session, so nothing can be compared.</source>
        <translation>{0}: no contiene ninguna imagen de esta sesión, así que no hay nada que comparar.</translation>
    </message>
    <message>
        <source>the disk took no more. Check that it is connected and has room, also for a file of this size; what was saved before is safe.</source>
        <translation>el disco no admitió más. Compruebe que está conectado y tiene espacio, también para un archivo de este tamaño; lo guardado hasta ahora está a salvo.</translation>
    </message>
    <message>
        <source>{0}: the session cannot be made here ({1}). Make its folder writable, or name another file.</source>
        <translation>{0}: la sesión no se puede crear aquí ({1}). Permita escribir en su carpeta o indique otro archivo.</translation>
    </message>
    <message>
        <source>{0}: there is no such session. Choose another file.</source>
        <translation>{0}: no existe esa sesión. Elija otro archivo.</translation>
    </message>
    <message>
        <source>This picture&apos;s cells are not found yet. Add yours once they are.</source>
        <translation>Aún no se han encontrado las células de esta imagen. Añada la suya cuando lo estén.</translation>
    </message>
    <message>
        <source>The scale must be more than nothing. Draw the line again.</source>
        <translation>La escala debe ser mayor que cero. Trace la línea de nuevo.</translation>
    </message>
    <message>
        <source>This session is open in another window. You can look at it here, but not change it.</source>
        <translation>Esta sesión está abierta en otra ventana. Aquí puede verla, pero no cambiarla.</translation>
    </message>
    <message>
        <source>This session lies where nothing may be written. You can look at it, but not change it.</source>
        <translation>Esta sesión está donde no se puede escribir. Puede verla, pero no cambiarla.</translation>
    </message>
    <message>
        <source>This session was opened to be looked at, so nothing in it is changed.</source>
        <translation>Esta sesión se abrió solo para verla, así que nada en ella cambia.</translation>
    </message>
    <message>
        <source>it is damaged and was left as it is. Restore it from a copy, or move it away to start anew.</source>
        <translation>está dañada y se dejó como está. Recupérela de una copia o apártela para empezar de nuevo.</translation>
    </message>
    <message>
        <source>the disk is full. Free some space and try again; what was saved before is safe.</source>
        <translation>el disco está lleno. Libere espacio e inténtelo de nuevo; lo guardado antes está a salvo.</translation>
    </message>
    <message>
        <source>it may not be written to. Check the folder&apos;s permissions.</source>
        <translation>no se puede escribir en ella. Compruebe los permisos de la carpeta.</translation>
    </message>
    <message>
        <source>the disk did not answer. Check that it is still connected.</source>
        <translation>el disco no respondió. Compruebe que sigue conectado.</translation>
    </message>
    <message>
        <source>it cannot be opened. Check that it is there and that you may read it.</source>
        <translation>no se puede abrir. Compruebe que está ahí y que puede leerla.</translation>
    </message>
    <message>
        <source>another program is using it. Close that program and try again.</source>
        <translation>otro programa la está usando. Cierre ese programa e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>it may not be opened. Check the folder&apos;s permissions.</source>
        <translation>no se puede abrir. Compruebe los permisos de la carpeta.</translation>
    </message>
    <message>
        <source>{0}: the session cannot be opened ({1}). Choose another file.</source>
        <translation>{0}: no se puede abrir la sesión ({1}). Elija otro archivo.</translation>
    </message>
    <message>
        <source>{0}: this session is from an older allviewer and must be brought up to date, but it cannot be written to. Copy it to a folder of your own and open it there.</source>
        <translation>{0}: esta sesión es de un allviewer anterior y hay que actualizarla, pero no se puede escribir en ella. Cópiela a una carpeta suya y ábrala allí.</translation>
    </message>
    <message>
        <source>{0}: this database belongs to another program. Choose another file.</source>
        <translation>{0}: esta base de datos es de otro programa. Elija otro archivo.</translation>
    </message>
    <message>
        <source>{0}: this session was written by a newer allviewer. Update the program to open it.</source>
        <translation>{0}: esta sesión la escribió un allviewer más nuevo. Actualice el programa para abrirla.</translation>
    </message>
    <message>
        <source>{0}: its tables are not as allviewer makes them, so it was left as it is. Ask whoever sent it for the original, or choose another file.</source>
        <translation>{0}: sus tablas no son como las hace allviewer, así que se dejó como está. Pida el original a quien la envió o elija otro archivo.</translation>
    </message>
    <message>
        <source>{0}: the session file was moved or deleted while it was open. Put it back, or open the folder again; nothing more is saved until then.</source>
        <translation>{0}: el archivo de la sesión se movió o se borró mientras estaba abierto. Devuélvalo a su sitio o abra de nuevo la carpeta; hasta entonces no se guarda nada más.</translation>
    </message>
    <message>
        <source>{0}: the session is just being made in another window. Try again.</source>
        <translation>{0}: la sesión se está creando en otra ventana. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: this is not a session of allviewer. Choose another file.</source>
        <translation>{0}: no es una sesión de allviewer. Elija otro archivo.</translation>
    </message>
    <message>
        <source>{0}: there is a file already. Choose another name.</source>
        <translation>{0}: ya existe un archivo. Elija otro nombre.</translation>
    </message>
    <message>
        <source>Outline {0} was altered after it was saved.</source>
        <translation>El contorno {0} se alteró después de guardarse.</translation>
    </message>
    <message>
        <source>Step {0} was removed or replaced.</source>
        <translation>El paso {0} se quitó o se reemplazó.</translation>
    </message>
    <message>
        <source>Step {0}, by {1} at {2}, was altered after it was saved.</source>
        <translation>El paso {0}, de {1} a las {2}, se alteró después de guardarse.</translation>
    </message>
    <message>
        <source>The file has changed since. What was decided here belongs to the earlier picture.</source>
        <translation>El archivo ha cambiado desde entonces. Lo que se decidió aquí corresponde a la imagen anterior.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>El archivo ya no está.</translation>
    </message>
    <message>
        <source>{0}: it holds what allviewer does not write ({1}), and was left as it is. Ask whoever sent it for the original, or choose another file.</source>
        <translation>{0}: contiene algo que allviewer no escribe ({1}) y se dejó como está. Pida el original a quien la envió o elija otro archivo.</translation>
    </message>
    <message>
        <source>{0}: its SHA-256 is not the card&apos;s: damaged or altered. Copy the bundle anew.</source>
        <translation>{0}: su SHA-256 no es el de la ficha: está dañado o alterado. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>holds an unknown</source>
        <translation>contiene, sin conocerse,</translation>
    </message>
    <message>
        <source>{0}: it {1} {2}: not the weights of the card&apos;s architecture.</source>
        <translation>{0}: {1} {2}: no son los pesos de la arquitectura de la ficha.</translation>
    </message>
    <message>
        <source>{0} instead of {1}</source>
        <translation>{0} en vez de {1}</translation>
    </message>
    <message>
        <source>{0}: the statistics are wrong: {1}. Copy the bundle anew.</source>
        <translation>{0}: las estadísticas son erróneas: {1}. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: it points outside the bundle. Copy the bundle anew.</source>
        <translation>{0}: apunta fuera del modelo. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: the file is missing. Copy the bundle anew.</source>
        <translation>{0}: falta el archivo. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: it cannot be read ({1}).</source>
        <translation>{0}: no se puede leer ({1}).</translation>
    </message>
    <message>
        <source>{0}: not a safetensors file. Copy the bundle anew.</source>
        <translation>{0}: no es un archivo safetensors. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: {1} holds values that are not numbers. Train the bundle anew.</source>
        <translation>{0}: {1} contiene valores que no son números. Entrene el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: {1} has shape {2}: other classes or architecture than the card&apos;s.</source>
        <translation>{0}: {1} tiene la forma {2}: otras clases u otra arquitectura que las de la ficha.</translation>
    </message>
    <message>
        <source>{0}: {1} holds the wrong kind of numbers. Copy the bundle anew.</source>
        <translation>{0}: {1} contiene números de un tipo que no es. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>two or more classes, each once</source>
        <translation>dos o más clases, cada una una vez</translation>
    </message>
    <message>
        <source>&quot;provenance&quot; as an object</source>
        <translation>&quot;provenance&quot; como objeto</translation>
    </message>
    <message>
        <source>&quot;by_field&quot; as true or false</source>
        <translation>&quot;by_field&quot; como true o false</translation>
    </message>
    <message>
        <source>a file for &quot;weights&quot;</source>
        <translation>un archivo para &quot;weights&quot;</translation>
    </message>
    <message>
        <source>&quot;statistics&quot; to tell cameras by</source>
        <translation>«statistics» para distinguir las cámaras</translation>
    </message>
    <message>
        <source>&quot;error_rates&quot; from 0 to 1, one for each class</source>
        <translation>&quot;error_rates&quot; de 0 a 1, uno por clase</translation>
    </message>
    <message>
        <source>{0}: the card is not as it was written. Copy the bundle anew.</source>
        <translation>{0}: la ficha no está como se escribió. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>&quot;statistics&quot; for the distance &quot;far&quot;</source>
        <translation>&quot;statistics&quot; para la distancia &quot;far&quot;</translation>
    </message>
    <message>
        <source>three finite numbers for &quot;mean&quot; and &quot;std&quot;</source>
        <translation>tres números finitos para &quot;mean&quot; y &quot;std&quot;</translation>
    </message>
    <message>
        <source>&quot;colour&quot; as one of {0}</source>
        <translation>&quot;colour&quot; entre {0}</translation>
    </message>
    <message>
        <source>&quot;black&quot; as true or false</source>
        <translation>&quot;black&quot; como true o false</translation>
    </message>
    <message>
        <source>&quot;median&quot; 0 or odd, to 15</source>
        <translation>&quot;median&quot; 0 o impar, hasta 15</translation>
    </message>
    <message>
        <source>&quot;detail&quot; 0 or from 8 to 2048</source>
        <translation>&quot;detail&quot; 0 o de 8 a 2048</translation>
    </message>
    <message>
        <source>one finite &quot;thresholds&quot; entry for each class</source>
        <translation>un valor finito de &quot;thresholds&quot; por clase</translation>
    </message>
    <message>
        <source>one finite &quot;offsets&quot; entry for each class</source>
        <translation>un valor finito de &quot;offsets&quot; por clase</translation>
    </message>
    <message>
        <source>one finite &quot;size&quot; entry for each class</source>
        <translation>un valor finito de &quot;size&quot; por clase</translation>
    </message>
    <message>
        <source>&quot;far&quot; as a finite number</source>
        <translation>&quot;far&quot; como número finito</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; as a file name</source>
        <translation>&quot;{0}&quot; como nombre de archivo</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; as a .safetensors file inside the bundle, not &quot;{1}&quot;</source>
        <translation>&quot;{0}&quot; como archivo .safetensors dentro del modelo, no &quot;{1}&quot;</translation>
    </message>
    <message>
        <source>{0}: there is no such bundle. Choose a folder with a {1} in it.</source>
        <translation>{0}: no existe ese modelo. Elija una carpeta que contenga un {1}.</translation>
    </message>
    <message>
        <source>{0}: the card is damaged, not a JSON object. Copy the bundle anew.</source>
        <translation>{0}: la ficha está dañada, no es un objeto JSON. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: the bundle was made by a newer allviewer. Update the program.</source>
        <translation>{0}: el modelo lo hizo un allviewer más nuevo. Actualice el programa.</translation>
    </message>
    <message>
        <source>unknown entry &quot;{0}&quot;</source>
        <translation>entrada desconocida &quot;{0}&quot;</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be a list of names</source>
        <translation>&quot;{0}&quot; debe ser una lista de nombres</translation>
    </message>
    <message>
        <source>&quot;format&quot; must be {0}</source>
        <translation>&quot;format&quot; debe ser {0}</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; as a text</source>
        <translation>&quot;{0}&quot; como texto</translation>
    </message>
    <message>
        <source>it needs {0}</source>
        <translation>necesita {0}</translation>
    </message>
    <message>
        <source>{0}: not a bundle, {1} is missing.</source>
        <translation>{0}: no es un modelo, falta {1}.</translation>
    </message>
    <message>
        <source>{0}: the card cannot be read ({1}). Copy the bundle anew.</source>
        <translation>{0}: no se puede leer la ficha ({1}). Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: the card is damaged, not JSON. Copy the bundle anew.</source>
        <translation>{0}: la ficha está dañada, no es JSON. Copie el modelo de nuevo.</translation>
    </message>
    <message>
        <source>{0}: the card is wrong: {1}.</source>
        <translation>{0}: la ficha es errónea: {1}.</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be an object</source>
        <translation>&quot;{0}&quot; debe ser un objeto</translation>
    </message>
    <message>
        <source>{0} could not be written: two results cannot share a file. Name another.</source>
        <translation>{0} no se pudo escribir: dos resultados no pueden compartir un archivo. Indique otro.</translation>
    </message>
    <message>
        <source>{0} could not be written: the result is made of it. Name another file.</source>
        <translation>{0} no se pudo escribir: el resultado se hace a partir de él. Indique otro archivo.</translation>
    </message>
    <message>
        <source>{0} could not be written: the result is made of it. Name another folder.</source>
        <translation>{0} no se pudo escribir: el resultado se hace a partir de él. Indique otra carpeta.</translation>
    </message>
    <message>
        <source>three numbers above 0 for &quot;nucleus&quot;</source>
        <translation>tres números mayores que 0 para &quot;nucleus&quot;</translation>
    </message>
    <message>
        <source>three numbers, 0 or more, for &quot;red&quot;</source>
        <translation>tres números, 0 o más, para &quot;red&quot;</translation>
    </message>
    <message>
        <source>certain at error rates of {0}</source>
        <translation>segura con tasas de error de {0}</translation>
    </message>
    <message>
        <source>{0} where the training saw every class; {1} elsewhere, and never certain where it saw none</source>
        <translation>{0} donde el entrenamiento vio todas las clases; {1} en las demás, y nunca segura donde no vio ninguna</translation>
    </message>
    <message>
        <source>certain at an error rate that is not said</source>
        <translation>segura con una tasa de error que no se indica</translation>
    </message>
    <message>
        <source>certain at an error rate of {0}</source>
        <translation>segura con una tasa de error de {0}</translation>
    </message>
    <message>
        <source>, for cells from other cameras</source>
        <translation>, en células de otras cámaras</translation>
    </message>
    <message>
        <source>a nucleus e times wider in red cells adds log odds ({0}){1}</source>
        <translation>un núcleo e veces más ancho en hematíes añade log odds ({0}){1}</translation>
    </message>
    <message>
        <source>and only in agreement with its field</source>
        <translation>y solo si concuerda con su campo</translation>
    </message>
    <message>
        <source>far cells told</source>
        <translation>avisa de las células lejanas</translation>
    </message>
    <message>
        <source>{0} and {1} cannot be joined: their classes differ ({2}; {3}). Join those of the same classes, or choose one.</source>
        <translation>{0} y {1} no se pueden unir: sus clases son distintas ({2}; {3}). Una los que tengan las mismas clases, o elija uno.</translation>
    </message>
    <message>
        <source>failed to map segment</source>
        <translation>no se pudo asignar un segmento de memoria</translation>
    </message>
    <message>
        <source>annot allocate memory</source>
        <translation>no se puede reservar memoria</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; names a bundle twice. Name each once.</source>
        <translation>&quot;{0}&quot; nombra un modelo dos veces. Nombre cada uno una vez.</translation>
    </message>
    <message>
        <source>Not enough memory to load PyTorch. Close other programs and try again.</source>
        <translation>No hay memoria suficiente para cargar PyTorch. Cierre otros programas e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>PyTorch could not be loaded ({0}). Install allviewer anew.</source>
        <translation>No se pudo cargar PyTorch ({0}). Instale allviewer de nuevo.</translation>
    </message>
    <message>
        <source>could not create a primitive</source>
        <translation>no se pudo crear una primitiva</translation>
    </message>
    <message>
        <source>There is no device &quot;{0}&quot;. Choose one of: {1}.</source>
        <translation>No hay ningún dispositivo &quot;{0}&quot;. Elija uno de: {1}.</translation>
    </message>
    <message>
        <source>PyTorch finds no Apple GPU for &quot;mps&quot; here. Use auto or cpu.</source>
        <translation>PyTorch no encuentra aquí una GPU de Apple para &quot;mps&quot;. Use auto o cpu.</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>sin memoria</translation>
    </message>
    <message>
        <source>can&apos;t allocate memory</source>
        <translation>no se puede reservar memoria</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>memoria insuficiente</translation>
    </message>
    <message>
        <source>PyTorch finds no GPU for &quot;{0}&quot; here ({1} in all). Use auto or cpu.</source>
        <translation>PyTorch no encuentra aquí una GPU para &quot;{0}&quot; ({1} en total). Use auto o cpu.</translation>
    </message>
    <message>
        <source>{0}: continuing on the CPU.</source>
        <translation>{0}: se continúa en la CPU.</translation>
    </message>
    <message>
        <source>Not enough {0}: batches of {1} from here.</source>
        <translation>No hay suficiente {0}: lotes de {1} a partir de ahora.</translation>
    </message>
    <message>
        <source>Not enough memory to classify a single cell. Close other programs and try again.</source>
        <translation>No hay memoria suficiente para clasificar una sola célula. Cierre otros programas e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Not enough {0}</source>
        <translation>No hay suficiente {0}</translation>
    </message>
    <message>
        <source>The GPU stopped answering</source>
        <translation>La GPU dejó de responder</translation>
    </message>
    <message>
        <source>not calibrated</source>
        <translation>sin calibrar</translation>
    </message>
    <message>
        <source>another camera than the training&apos;s</source>
        <translation>de una cámara distinta de las del entrenamiento</translation>
    </message>
    <message>
        <source>{0}: the bundle&apos;s results are not numbers. Train it anew.</source>
        <translation>{0}: los resultados del modelo no son números. Entrénelo de nuevo.</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memoria</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>memoria de GPU</translation>
    </message>
    <message>
        <source>lacks</source>
        <translation>le falta</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>sin revisar</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>corregida</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluida</translation>
    </message>
</context>
<context>
    <name>tour</name>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>All pictures of the folder, with how far each is reviewed.</source>
        <translation>Todas las imágenes de la carpeta y cuánto se ha revisado de cada una.</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>La imagen</translation>
    </message>
    <message>
        <source>Drag to move it, turn the wheel to zoom, click a cell to choose it. Hold Space to see the picture bare.</source>
        <translation>Arrastre para moverla, gire la rueda para acercar, haga clic en una célula para elegirla. Mantenga Espacio para ver la imagen sin nada encima.</translation>
    </message>
    <message>
        <source>One cell</source>
        <translation>Una célula</translation>
    </message>
    <message>
        <source>What the model says of it, how sure it is, and where in the cell the evidence lies.</source>
        <translation>Qué dice el modelo de ella, con cuánta seguridad, y en qué parte de la célula está la evidencia.</translation>
    </message>
    <message>
        <source>Your decision</source>
        <translation>Su decisión</translation>
    </message>
    <message>
        <source>{0} accepts, a number gives another class, {1} is unsure, {2} is not counted. {3} takes anything back. The next cell comes by itself.</source>
        <translation>{0} acepta, un número da otra clase, {1} es dudosa, {2} no se cuenta. {3} deshace lo que sea. La célula siguiente llega sola.</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>Todas las células</translation>
    </message>
    <message>
        <source>Those that need a person most come first. Choose several and one key decides them all.</source>
        <translation>Primero van las que más necesitan a una persona. Elija varias y una tecla las decide todas.</translation>
    </message>
    <message>
        <source>What it comes to</source>
        <translation>Lo que resulta</translation>
    </message>
    <message>
        <source>{0} shows the counts with their intervals, {1} writes a table. Everything is saved as you go; there is nothing else to save.</source>
        <translation>{0} muestra los recuentos con sus intervalos; {1} escribe una tabla. Todo se guarda sobre la marcha; no hay nada más que guardar.</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Open pictures</source>
        <translation>Abrir imágenes</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>Imágenes ({0})</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open session file</source>
        <translation>Abrir archivo de sesión</translation>
    </message>
    <message>
        <source>Sessions (*.allviewer)</source>
        <translation>Sesiones (*.allviewer)</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Fórmula</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Concordancia</translation>
    </message>
    <message>
        <source>The second reviewer&apos;s session</source>
        <translation>La sesión del segundo revisor</translation>
    </message>
    <message>
        <source>Comparing the two sessions…</source>
        <translation>Comparando las dos sesiones…</translation>
    </message>
    <message>
        <source>PDF report</source>
        <translation>Informe PDF</translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation>Informes (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>Escribiendo el informe…</translation>
    </message>
    <message>
        <source>The report was written to {0}.</source>
        <translation>El informe se escribió en {0}.</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Importar etiquetas</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tablas (*.csv)</translation>
    </message>
    <message>
        <source>Matching the labels with the cells…</source>
        <translation>Emparejando las etiquetas con las células…</translation>
    </message>
    <message>
        <source>{0} rows written to {1}.</source>
        <translation>{0} filas escritas en {1}.</translation>
    </message>
    <message>
        <source>Written beside it: {0}.</source>
        <translation>Escrito además: {0}.</translation>
    </message>
    <message>
        <source>Images not analysed by then: {0}. Export again once they are.</source>
        <translation>Imágenes sin analizar en ese momento: {0}. Exporte de nuevo cuando lo estén.</translation>
    </message>
    <message>
        <source>Writing what was asked for…</source>
        <translation>Escribiendo lo pedido…</translation>
    </message>
    <message>
        <source>Hand over a copy of the session</source>
        <translation>Entregar una copia de la sesión</translation>
    </message>
    <message>
        <source>The session was copied to {0}. Hand over the pictures with it.</source>
        <translation>La sesión se copió en {0}. Entregue también las imágenes.</translation>
    </message>
    <message>
        <source>Copying the session…</source>
        <translation>Copiando la sesión…</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Ficha del modelo</translation>
    </message>
    <message>
        <source>Comparing decisions, pictures and models…</source>
        <translation>Comparando decisiones, imágenes y modelos…</translation>
    </message>
    <message>
        <source>Decisions, outlines, pictures and models are as they were. Predictions are not checked.</source>
        <translation>Las decisiones, los contornos, las imágenes y los modelos están como estaban. Las predicciones no se comprueban.</translation>
    </message>
    <message>
        <source>{0} things are not as they were</source>
        <translation>{0} cosas no están como estaban</translation>
    </message>
    <message>
        <source>No cell shown is both certain and unreviewed.</source>
        <translation>Ninguna célula mostrada es segura y está sin revisar.</translation>
    </message>
    <message>
        <source>Accept what the model is certain of? Cells: {0} ({1})</source>
        <translation>¿Aceptar aquello de lo que el modelo está seguro? Células: {0} ({1})</translation>
    </message>
    <message>
        <source>Never on the screen so far: {0} of them. Scroll through the gallery to see them first. One undo takes all of it back.</source>
        <translation>Nunca estuvieron en pantalla: {0} de ellas. Desplácese por la galería para verlas antes. Un solo deshacer lo revierte todo.</translation>
    </message>
    <message>
        <source>One undo takes all of it back.</source>
        <translation>Un solo deshacer lo revierte todo.</translation>
    </message>
    <message>
        <source>Accept them</source>
        <translation>Aceptarlas</translation>
    </message>
    <message>
        <source>The folder the pictures are in now</source>
        <translation>La carpeta donde están ahora las imágenes</translation>
    </message>
    <message>
        <source>Decide {0} cells at once? Never on the screen so far: {1} of them.</source>
        <translation>¿Decidir {0} células a la vez? Nunca estuvieron en pantalla: {1} de ellas.</translation>
    </message>
    <message>
        <source>Scroll through the gallery to see them first. One undo takes all of it back.</source>
        <translation>Desplácese por la galería para verlas antes. Un solo deshacer lo revierte todo.</translation>
    </message>
    <message>
        <source>Decide them</source>
        <translation>Decidirlas</translation>
    </message>
    <message>
        <source>Write over {0}?</source>
        <translation>¿Escribir encima de {0}?</translation>
    </message>
    <message>
        <source>This is not as it was exported from here: what was written into it would be lost.</source>
        <translation>No está como se exportó desde aquí: se perdería lo que se escribió en él.</translation>
    </message>
    <message>
        <source>Write over it</source>
        <translation>Escribir encima</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>For research use only. Not for use in diagnostic procedures.</source>
        <translation>Solo para uso en investigación. No apto para procedimientos diagnósticos.</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>sin revisar</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>corregida</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>excluida</translation>
    </message>
</context>
</TS>
