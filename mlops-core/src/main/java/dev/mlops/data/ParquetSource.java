package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/*
 * Values go from Parquet's column readers straight into the row. A dictionary's values are converted and boxed once for
 * a column of a row group, so most values cost an array access; and a value that doesn't fit is known with its row and
 * column, which readers that fill records don't tell.
 */

/** Rows of a Parquet file: only the columns that the record has are read, one row group at a time. */
final class ParquetSource implements RowSource {
    private static final int SMALLEST = 12;
    private static final int MAGIC = 4;

    private final ParquetFileReader reader;
    private final MessageType projection;
    private final List<ParquetColumn> columns;
    private final List<String> absent;
    private ColumnReader[] columnReaders = {};
    private long leftInGroup;
    private long read;

    private ParquetSource(
            ParquetFileReader reader, MessageType projection, List<ParquetColumn> columns, List<String> absent) {
        this.reader = reader;
        this.projection = projection;
        this.columns = columns;
        this.absent = absent;
    }

    static ParquetSource open(Path file, RecordType<?> type) throws IOException {
        checkEnd(file);
        ParquetFileReader reader = reader(file);
        try {
            GroupType schema = reader.getFileMetaData().getSchema();
            List<String> names = schema.getFields().stream().map(Type::getName).toList();
            int[] positions = Columns.find(names, type);
            List<ParquetColumn> columns = new ArrayList<>();
            List<Type> projected = new ArrayList<>();
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] >= 0) {
                    Type column = schema.getType(positions[i]);
                    projected.add(column);
                    columns.add(ParquetColumn.of(column, type.schema().fields().get(i), type.form(i), i));
                }
            }
            MessageType projection = new MessageType(schema.getName(), projected);
            reader.setRequestedSchema(projection);
            return new ParquetSource(reader, projection, columns, Columns.absent(positions, type));
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static ParquetFileReader reader(Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .usePageChecksumVerification(true)
                .build();
        try {
            return ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (IOException | RuntimeException e) {
            throw new BrokenFile("", "its Parquet footer is damaged: " + e.getMessage(), e);
        }
    }

    private static void checkEnd(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[MAGIC];
            if (in.length() >= SMALLEST) {
                in.seek(in.length() - MAGIC);
                in.readFully(end);
            }
            if (!new String(end, StandardCharsets.ISO_8859_1).equals("PAR1")) {
                throw new BrokenFile("starts as Parquet and doesn't end so: it was cut");
            }
        }
    }

    @Override
    public boolean next(Row row) throws IOException {
        try {
            while (leftInGroup == 0) {
                if (!nextGroup()) {
                    return false;
                }
            }
            read(row);
        } catch (IOException | RuntimeException e) {
            throw new BrokenFile(place(read + 1), "the Parquet data is damaged: " + e.getMessage(), e);
        }
        leftInGroup--;
        read++;
        return true;
    }

    private void read(Row row) {
        for (int i = 0; i < columnReaders.length; i++) {
            ColumnReader column = columnReaders[i];
            if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
                columns.get(i).readInto(row);
                column.writeCurrentValueToConverter();
            }
            column.consume();
        }
    }

    private boolean nextGroup() throws IOException {
        PageReadStore group = reader.readNextRowGroup();
        if (group == null) {
            return false;
        }
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                group,
                new ParquetColumn.Group(columns),
                projection,
                reader.getFileMetaData().getCreatedBy());
        columnReaders =
                projection.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
        leftInGroup = group.getRowCount();
        return true;
    }

    @Override
    public List<String> absentColumns() {
        return absent;
    }

    @Override
    public String place(long row) {
        return "row " + row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
