package dev.mlops.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream. It holds nothing open of its own, so that it may be made anew for each retry. */
final class FilePart extends InputStream {
    private final FileChannel file;
    private final long end;
    private long position;

    FilePart(FileChannel file, long from, long count) {
        this.file = file;
        this.position = from;
        this.end = from + count;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0 || position == end) {
            return length == 0 ? 0 : -1;
        }
        int count = file.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, end - position)), position);
        if (count < 0) {
            throw new EOFException("the temporary file ended at byte " + position + ", expected " + end);
        }
        position += count;
        return count;
    }
}
