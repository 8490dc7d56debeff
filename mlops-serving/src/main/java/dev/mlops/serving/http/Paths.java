package dev.mlops.serving.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes paths apart: first at the slashes, then the escapes, so that an escaped slash is part of a value. */
final class Paths {
    private static final String BROKEN =
            "path has a broken escape, expected two hexadecimal digits behind each percent sign, and UTF-8";

    private Paths() {}

    /** The parts between the slashes of a path that begins with one, still escaped. */
    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        int from = 1;
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', from)) {
            parts.add(path.substring(from, slash));
            from = slash + 1;
        }
        parts.add(path.substring(Math.min(from, path.length())));
        return parts;
    }

    /** A part without its escapes; throws ApiException if they are broken or stand for control characters. */
    static String decoded(String part) {
        String text = part.indexOf('%') < 0 ? part : unescaped(part);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new ApiException(400, "path has a control character, expected none");
        }
        return text;
    }

    private static String unescaped(String part) {
        ByteBuffer bytes = ByteBuffer.allocate(part.length() * 3);
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                bytes.put(escape(part, i + 1));
                i += 2;
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(400, BROKEN);
        }
    }

    private static byte escape(String part, int at) {
        int high = at + 1 < part.length() ? Character.digit(part.charAt(at), 16) : -1;
        int low = at + 1 < part.length() ? Character.digit(part.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new ApiException(400, BROKEN);
        }
        return (byte) (high << 4 | low);
    }
}
