package dev.mlops.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the fields that the CSV parser finds: first the header, then each row straight into a {@link Row}. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<CsvRows> {
    private final RecordType<?> type;
    private final List<Field> fields;
    private final List<String> header = new ArrayList<>();
    private int[] fieldOfColumn = {};
    private boolean inHeader = true;
    private long line;
    private Row row;

    CsvRows(RecordType<?> type) {
        this.type = type;
        this.fields = type.schema().fields();
        this.row = new Row(fields.size());
    }

    void readInto(Row next) {
        row = next;
    }

    /** Ends the header: from now on rows come. */
    void matchColumns() throws BrokenFile {
        int[] columns = Columns.find(header, type);
        fieldOfColumn = new int[header.size()];
        Arrays.fill(fieldOfColumn, -1);
        for (int field = 0; field < columns.length; field++) {
            if (columns[field] >= 0) {
                fieldOfColumn[columns[field]] = field;
            }
        }
        inHeader = false;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int length, boolean quoted) {
        if (inHeader) {
            header.add(new String(buffer, offset, length));
        } else if (column < fieldOfColumn.length && fieldOfColumn[column] >= 0) {
            put(fieldOfColumn[column], buffer, offset, length, quoted);
        }
    }

    private void put(int position, char[] buffer, int offset, int length, boolean quoted) {
        Field field = fields.get(position);
        if (length == 0 && !(quoted && field.type() == FieldType.STRING)) {
            return;
        }
        CsvText text = new CsvText(buffer, offset, length);
        row.values[position] = text.parse(field.type());
        if (row.values[position] == null) {
            row.reject(field.name(), text.toString(), Fit.rule(field.type()));
        }
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
