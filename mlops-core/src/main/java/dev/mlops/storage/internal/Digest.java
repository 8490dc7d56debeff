package dev.mlops.storage.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as the library writes it: {@code sha256:} and 64 lower-case hexadecimal digits. */
public final class Digest {
    private static final String PREFIX = "sha256:";

    private Digest() {}

    /** A fresh SHA-256; not thread-safe. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no SHA-256, which every one must have", e);
        }
    }

    /** Ends {@code digest} and shows what it came to; the digest is fresh again. */
    public static String text(MessageDigest digest) {
        return PREFIX + HexFormat.of().formatHex(digest.digest());
    }

    /** The hexadecimal digits of a hash that this class wrote. */
    public static String hex(String hash) {
        return hash.substring(PREFIX.length());
    }

    /** The hash of these bytes. */
    public static String of(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return text(digest);
    }

    /** The hash of all that {@code in} still gives; leaves it open. */
    public static String of(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return text(digest);
    }

    /** The hash of a file's content. */
    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }
}
