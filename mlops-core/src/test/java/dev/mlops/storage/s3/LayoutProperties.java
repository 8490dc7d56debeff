package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.ArtifactName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LayoutProperties {
    private static final int LONGEST_KEY = 1_024;

    private final Layout layout = new Layout("p".repeat(Layout.LONGEST_PREFIX) + "/");

    @Provide
    Arbitrary<String> owners() {
        return texts(300);
    }

    @Provide
    Arbitrary<String> paths() {
        return texts(1_000);
    }

    private static Arbitrary<String> texts(int longest) {
        Arbitrary<String> segments = Arbitraries.strings()
                .withChars("aA~.%é鍵, ")
                .ofMinLength(1)
                .ofMaxLength(250)
                .filter(segment -> !segment.matches("\\.{1,2}"));
        Arbitrary<String> tiny = Arbitraries.of("a", "鍵", "~", "A");
        return Arbitraries.oneOf(
                        segments.list().ofMinSize(1).ofMaxSize(4),
                        tiny.list().ofMinSize(1).ofMaxSize(150))
                .map(list -> String.join("/", list))
                .filter(text -> text.length() <= longest);
    }

    @Property(tries = 500)
    void every_key_fits(@ForAll("owners") String owner, @ForAll("paths") String path) {
        String key = layout.name(new ArtifactName(owner, path));

        assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LONGEST_KEY);
        assertThat(Layout.isName(key)).isTrue();
        assertThat(key).startsWith(layout.owner(owner));
        assertThat(key.substring(layout.owner(owner).length())).doesNotContain("/");
    }

    @Property(tries = 500)
    void different_names_have_different_keys(
            @ForAll("owners") String owner, @ForAll("owners") String other, @ForAll("paths") String path) {
        assertThat(layout.owner(owner).equals(layout.owner(other))).isEqualTo(owner.equals(other));
        assertThat(layout.owner(owner)).doesNotStartWith(layout.name(new ArtifactName(other, path)));
    }

    @Property(tries = 500)
    void names_below_an_owner_are_found_from_its_key(@ForAll("owners") String owner) {
        for (int slash = owner.indexOf('/'); slash > 0; slash = owner.indexOf('/', slash + 1)) {
            assertThat(layout.owner(owner)).startsWith(layout.ownersFrom(owner.substring(0, slash)));
        }
        assertThat(layout.owner(owner)).startsWith(layout.ownersFrom(owner));
    }

    @Example
    void plain_names_stay_readable() {
        Layout plain = new Layout("");

        assertThat(plain.name(new ArtifactName("runs/1", "plots/a.png"))).isEqualTo("names/runs/1/plots,a.png.json");
        assertThat(List.of(plain.format(), plain.content("ab"))).containsExactly("format.json", "content/ab/");
    }
}
