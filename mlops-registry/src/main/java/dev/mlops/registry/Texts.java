package dev.mlops.registry;

import java.nio.charset.StandardCharsets;

/** Texts that nobody chose, such as the message of an exception, as every store can hold them. */
final class Texts {
    private Texts() {}

    static String shown(String text, int longest) {
        String valid =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        if (valid.length() <= longest) {
            return valid;
        }
        int end = longest - 1;
        return valid.substring(0, Character.isHighSurrogate(valid.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
