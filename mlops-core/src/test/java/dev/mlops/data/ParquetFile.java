package dev.mlops.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes a Parquet file of any schema for a test. */
final class ParquetFile {
    private final MessageType schema;
    private CompressionCodecName codec = CompressionCodecName.UNCOMPRESSED;
    private WriterVersion version = WriterVersion.PARQUET_1_0;
    private long rowGroupBytes = 1 << 20;
    private boolean dictionary = true;

    /** @param fields in Parquet's own notation, such as {@code optional int64 a;} */
    ParquetFile(String fields) {
        schema = MessageTypeParser.parseMessageType("message test { " + fields + " }");
    }

    ParquetFile codec(CompressionCodecName name) {
        codec = name;
        return this;
    }

    ParquetFile version(WriterVersion number) {
        version = number;
        return this;
    }

    ParquetFile rowGroupBytes(long bytes) {
        rowGroupBytes = bytes;
        return this;
    }

    ParquetFile dictionary(boolean enabled) {
        dictionary = enabled;
        return this;
    }

    Path write(Path file, long rows, BiConsumer<Group, Long> fill) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withType(schema)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withRowGroupSize(rowGroupBytes)
                .withDictionaryEncoding(dictionary)
                .build()) {
            for (long i = 0; i < rows; i++) {
                Group row = new SimpleGroup(schema);
                fill.accept(row, i);
                writer.write(row);
            }
        }
        return file;
    }

    /** Writes a file of one column. */
    static Path ofColumn(Path file, String field, Object... values) throws IOException {
        return new ParquetFile(field).write(file, values.length, (row, i) -> add(row, values[i.intValue()]));
    }

    private static void add(Group row, Object value) {
        if (value instanceof Integer number) {
            row.add(0, number);
        } else if (value instanceof Long number) {
            row.add(0, number);
        } else if (value instanceof Float number) {
            row.add(0, number);
        } else if (value instanceof Double number) {
            row.add(0, number);
        } else if (value instanceof Boolean truth) {
            row.add(0, truth);
        } else if (value instanceof String text) {
            row.add(0, text);
        } else if (value instanceof byte[] bytes) {
            row.add(0, Binary.fromConstantByteArray(bytes));
        }
    }
}
