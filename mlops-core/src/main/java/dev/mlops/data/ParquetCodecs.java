package dev.mlops.data;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/*
 * Parquet's own factory goes through Hadoop's configuration and codecs, which costs about a second at the first file
 * and loads a native library. The three usual codecs need neither. The rest goes the long way.
 */

/** Unpacks the pages of a Parquet file. Not thread-safe. */
final class ParquetCodecs implements CompressionCodecFactory {
    private @Nullable CodecFactory others;

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Decompressor((packed, size) -> packed);
            case GZIP -> new Decompressor(ParquetCodecs::gunzip);
            case ZSTD -> new Decompressor(Zstd::decompress);
            case SNAPPY -> new Decompressor((packed, size) -> Snappy.uncompress(packed));
            default -> others().getDecompressor(codec);
        };
    }

    private static byte[] gunzip(byte[] packed, int size) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), Math.max(packed.length, 1))) {
            return in.readNBytes(size);
        }
    }

    private CodecFactory others() {
        if (others == null) {
            others = new CodecFactory(new Configuration(), 0);
        }
        return others;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return others().getCompressor(codec);
    }

    @Override
    public void release() {
        if (others != null) {
            others.release();
        }
    }

    private interface Unpacking {
        byte[] unpack(byte[] packed, int size) throws IOException;
    }

    private record Decompressor(Unpacking unpacking) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpack(packed.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            into.put(unpack(bytes, size));
        }

        private byte[] unpack(byte[] packed, int size) throws IOException {
            byte[] bytes = unpacking.unpack(packed, size);
            if (bytes.length != size) {
                throw new EOFException("a page has " + bytes.length + " bytes, its header says " + size);
            }
            return bytes;
        }

        @Override
        public void release() {}
    }
}
