package dev.mlops.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip of one or more members up to the end of the file. The JDK's stream takes whatever isn't a whole header
 * for the end of the data, so a later member that was cut or damaged would be lost without a word.
 */
final class Gunzip extends GZIPInputStream {
    private static final int BUFFER = 1 << 16;
    private static final int TRAILER = 8;

    Gunzip(InputStream in) throws IOException {
        super(in, BUFFER);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
            throw new ZipException("what follows the last whole part isn't gzip, or was cut");
        }
        return count;
    }
}
