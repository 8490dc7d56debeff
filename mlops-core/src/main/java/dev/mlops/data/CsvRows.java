package dev.mlops.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.Form;
import dev.mlops.data.internal.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the fields that the CSV parser finds: first the header, then each row straight into a {@link Row}. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<CsvRows> {
    /** What files are separated by, beside what the reader was told. */
    private static final String[][] SEPARATORS = {{";", "';'"}, {"\t", "a tab"}, {"|", "'|'"}, {",", "','"}};

    private final RecordType<?> type;
    private final ReadOptions options;
    private final List<Field> fields;
    private final List<String> header = new ArrayList<>();
    private List<String> absent = List.of();
    private int[] fieldOfColumn = {};
    private boolean inHeader = true;
    private long line;
    private Row row;

    CsvRows(RecordType<?> type, ReadOptions options) {
        this.type = type;
        this.options = options;
        this.fields = type.schema().fields();
        this.row = Row.none();
    }

    void readInto(Row next) {
        row = next;
    }

    /** Ends the header: from now on rows come. */
    void matchColumns() throws BrokenFile {
        int[] columns = columns();
        absent = Columns.absent(columns, type);
        fieldOfColumn = new int[header.size()];
        Arrays.fill(fieldOfColumn, -1);
        for (int field = 0; field < columns.length; field++) {
            if (columns[field] >= 0) {
                fieldOfColumn[columns[field]] = field;
            }
        }
        inHeader = false;
    }

    private int[] columns() throws BrokenFile {
        try {
            return Columns.find(header, type);
        } catch (BrokenFile e) {
            String only = header.size() == 1 ? header.get(0) : "";
            for (String[] separator : SEPARATORS) {
                if (only.contains(separator[0])) {
                    throw new BrokenFile("has one column, '" + Row.shorten(only) + "': if " + separator[1]
                            + " separates its values, the reader must be built with that separator");
                }
            }
            throw e;
        }
    }

    /** The columns of the record that the header lacks. */
    List<String> absent() {
        return absent;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int length, boolean quoted) {
        if (inHeader) {
            header.add(new String(buffer, offset, length).strip());
        } else if (column < fieldOfColumn.length && fieldOfColumn[column] >= 0) {
            put(fieldOfColumn[column], buffer, offset, length, quoted);
        }
    }

    private void put(int position, char[] buffer, int offset, int length, boolean quoted) {
        Field field = fields.get(position);
        boolean text = quoted && field.type() == FieldType.STRING;
        if (!text && (length == 0 || isMissing(buffer, offset, length))) {
            return;
        }
        CsvText found = new CsvText(buffer, offset, length);
        Form form = type.form(position);
        if (form != null) {
            row.values[position] = form.read(found.toString());
        } else {
            row.values[position] =
                    (hasMark(field) ? found.withPoint(options.decimalMark()) : found).parse(field.type());
        }
        if (row.values[position] == null) {
            row.refuse(position, found.toString(), form == null ? Fit.rule(field.type()) : form.rule());
        }
    }

    private boolean isMissing(char[] buffer, int offset, int length) {
        return !options.missing().isEmpty() && options.missing().contains(new String(buffer, offset, length));
    }

    private boolean hasMark(Field field) {
        return options.decimalMark() != RecordReader.Builder.DEFAULT_DECIMAL_MARK
                && field.type().isNumeric();
    }

    @Override
    protected CsvRows buildRecord() {
        return this;
    }

    /** Rejects the row just read if it is ragged. */
    void checkWidth() {
        if (getFieldCount() != header.size()) {
            row.clear();
            row.reject(null, getFieldCount() + " fields", "must be " + header.size() + ", as in the header");
        }
    }

    boolean isInHeader() {
        return inHeader;
    }

    /** The line on which the row being read begins. */
    long line() {
        return line;
    }

    /** The column being read, or the next one, quoted; empty where there is none. */
    String column() {
        int column = getFieldCount();
        return inHeader || column >= header.size() ? "" : ", column '" + header.get(column) + "'";
    }
}
