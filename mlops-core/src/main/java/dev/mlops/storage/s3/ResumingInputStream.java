package dev.mlops.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads content, and where the connection breaks goes on from that byte over another one. Not thread-safe. */
final class ResumingInputStream extends InputStream {
    /** How often a read is begun anew without one byte more; the client tries each request several times itself. */
    private static final int RETRIES = 3;

    private final String hash;
    private final Source source;
    private final long end;
    private ResponseInputStream<GetObjectResponse> in;
    private long position;

    /** Opens the content from a byte on. */
    @FunctionalInterface
    interface Source {
        Optional<ResponseInputStream<GetObjectResponse>> open(long from);
    }

    private ResumingInputStream(String hash, Source source, ResponseInputStream<GetObjectResponse> in) {
        this.hash = hash;
        this.source = source;
        this.in = in;
        this.end = in.response().contentLength();
    }

    /** Opens it; empty if it isn't there. */
    static Optional<InputStream> open(String hash, Source source) {
        return source.open(0).map(in -> new ResumingInputStream(hash, source, in));
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
        for (int left = RETRIES; ; left--) {
            try {
                int count = readOn(buffer, offset, length);
                position += count;
                return count;
            } catch (IOException | SdkException e) {
                if (left == 0) {
                    throw broken(String.valueOf(e.getMessage()), e);
                }
                reopen(e);
            }
        }
    }

    private int readOn(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, (int) Math.min(length, end - position));
        if (count < 0) {
            throw new EOFException("the connection ended");
        }
        return count;
    }

    private void reopen(Exception cause) throws IOException {
        in.abort();
        try {
            in = source.open(position).orElseThrow(() -> broken("it was removed meanwhile", cause));
        } catch (SdkException e) {
            throw broken(Reason.of(e), e);
        }
    }

    private IOException broken(String reason, Exception cause) {
        return new IOException(
                "content " + hash + " can't be read on from byte " + position + " of " + end + ": " + reason, cause);
    }

    /** Closes the connection, unless it was read to its end and may be used again. */
    @Override
    public void close() throws IOException {
        if (position == end) {
            in.close();
        } else {
            in.abort();
        }
    }
}
