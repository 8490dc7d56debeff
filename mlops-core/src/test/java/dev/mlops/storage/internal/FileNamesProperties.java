package dev.mlops.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FileNamesProperties {
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> nasty = Arbitraries.of(
                "con", "CON.txt", "nul", "Lpt1.x", ".", "a.json", ".json", "a.", "A", "~", "!a", "%41", ",", "é",
                "e\u0301");
        Arbitrary<String> parts = Arbitraries.oneOf(
                nasty, Arbitraries.strings().withChars("aB.%!,~-_ 0").ofMaxLength(4));
        Arbitrary<String> built = parts.list().ofMinSize(1).ofMaxSize(40).map(list -> String.join("", list));
        return Arbitraries.oneOf(built, Arbitraries.strings().ofMinLength(1).ofMaxLength(250))
                .filter(text ->
                        !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    @Property
    void everyNameIsReadBackOrHasAHash(@ForAll("names") String name) {
        String file = FileNames.file(name);
        assertThat(read(file.substring(0, file.length() - FileNames.SUFFIX.length())))
                .isEqualTo(expected(name, file));
        String folder = FileNames.folder(name);
        assertThat(read(folder)).isEqualTo(expected(name, folder));
    }

    /** What is cut short ends in its hash, all else is read back: so two names never share a file. */
    private static String expected(String name, String file) {
        return file.contains("~") ? Digest.hex(Digest.of(name.getBytes(StandardCharsets.UTF_8))) : name;
    }

    private static String read(String file) {
        if (file.contains("~")) {
            return file.substring(file.indexOf('~') + 1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < file.length(); i++) {
            switch (file.charAt(i)) {
                case '!' -> bytes.write(Character.toUpperCase(file.charAt(++i)));
                case ',' -> bytes.write('/');
                case '%' -> {
                    bytes.write(Integer.parseInt(file.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> bytes.write(file.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Property
    void everyFileSystemTakesEveryName(@ForAll("names") String name) {
        for (String file : List.of(FileNames.file(name), FileNames.folder(name))) {
            assertThat(file).matches("[a-z0-9_!,%~-][a-z0-9_.!,%~-]*").hasSizeLessThan(143);
            assertThat(file).doesNotEndWith(".").isEqualTo(file.toLowerCase(Locale.ROOT));
            assertThat(file).doesNotMatch("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
        }
        assertThat(FileNames.folder(name)).doesNotEndWith(FileNames.SUFFIX);
    }

    @Example
    void plainNamesStayReadable() {
        Map<String, String> expected = Map.of(
                "plots/residuals.png", "plots,residuals.png.json",
                "a", "a.json",
                "MLmodel", "!m!lmodel.json",
                "two words", "two%20words.json",
                "größe", "gr%c3%b6%c3%9fe.json",
                "con", "%63on.json",
                "data.json", "data.json.json");
        expected.forEach((name, file) -> assertThat(FileNames.file(name)).isEqualTo(file));
        assertThat(FileNames.folder("0123abcd")).isEqualTo("0123abcd");
        assertThat(FileNames.folder("data.json")).isEqualTo("data.jso%6e");
        assertThat(FileNames.folder("...")).isEqualTo("%2e.%2e");
        assertThat(FileNames.file("x".repeat(250)))
                .isEqualTo("x".repeat(60) + "~"
                        + Digest.hex(Digest.of("x".repeat(250).getBytes(StandardCharsets.UTF_8))) + ".json");
    }
}
