package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Descriptions and tags. */
interface EditTests extends RegistryFixture {

    private void assertLast(int version, String action, String subject, String from, String to) {
        assertThat(last()).isEqualTo(new AuditEntry(TRIPS, version, action, subject, from, to, "ada", "", now()));
    }

    @Test
    default void a_model_is_described_and_tagged() {
        RegisteredModel model = registry().create(TRIPS);
        advance(Duration.ofSeconds(1));

        assertThat(model.describe("of taxis").description()).isEqualTo("of taxis");
        assertLast(0, "describe", "", "", "of taxis");
        assertThat(model.tag("team", "eta").tags()).isEqualTo(Map.of("team", "eta"));
        assertLast(0, "tag", "team", "", "eta");
        assertThat(model.untag("team").tags()).isEmpty();
        assertLast(0, "untag", "team", "eta", "");
        assertThat(model.updated()).isEqualTo(now().minusSeconds(1));
        assertThat(registry().model(TRIPS).updated()).isEqualTo(now());
        assertThat(model).hasToString("model 'trips'");
    }

    @Test
    default void a_version_is_described_and_tagged() {
        ModelVersion version = version();

        assertThat(version.describe("good").description()).isEqualTo("good");
        assertLast(1, "describe", "", "", "good");
        assertThat(version.tag("team", "eta").tags()).isEqualTo(Map.of("team", "eta"));
        assertLast(1, "tag", "team", "", "eta");
        assertThat(version.untag("team").tags()).isEmpty();
        assertLast(1, "untag", "team", "eta", "");
        assertThat(registry().model(TRIPS).tags()).isEmpty();
    }

    @Test
    default void the_history_has_what_was_there_and_not_what_an_old_view_shows() {
        ModelVersion view = version();
        view.tag("team", "eta").describe("one");

        view.tag("team", "fares");
        assertLast(1, "tag", "team", "eta", "fares");
        view.describe("two");
        assertLast(1, "describe", "", "one", "two");
    }

    @Test
    default void a_change_says_who_and_why() {
        ModelVersion version = version();
        ModelRegistry auditor = registry().by("bob").because("audit of May");

        auditor.version(version.reference()).tag("checked", "yes");

        assertThat(last().actor()).isEqualTo("bob");
        assertThat(last().reason()).isEqualTo("audit of May");
        assertThat(ModelRegistry.in(workspace()).actor()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    default void what_breaks_a_limit_changes_nothing() {
        ModelVersion version = version();
        int entries = entries().size();

        assertThatThrownBy(() -> version.tag("", "x")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> version.tag("key", "x".repeat(8_001))).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> version.describe("\0")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry().by("").unalias(TRIPS, CHAMPION)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry().because("x".repeat(8_001)).alias(version, CHAMPION))
                .isInstanceOf(InvalidException.class);

        assertThat(entries()).hasSize(entries);
    }

    @Test
    default void what_was_removed_can_not_be_changed() {
        ModelVersion version = version();
        RegisteredModel model = registry().model(TRIPS);
        version.delete();
        assertThatThrownBy(() -> version.tag("a", "b")).isInstanceOf(NotFoundException.class);
        model.delete();
        assertThatThrownBy(() -> model.describe("x")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(model::delete).isInstanceOf(NotFoundException.class);
    }
}
