package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.at;
import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The history, which has each change and nothing else. */
interface ModelHistoryTests extends ModelStoreFixture {

    private List<AuditEntry> history() {
        return store().history("trips", Instant.MAX);
    }

    @Test
    default void every_change_is_recorded_in_the_order_in_which_it_was_made() {
        AuditEntry create = entry("trips", "create", 50);
        AuditEntry register = entry("trips", "register", 40);
        AuditEntry describe = entry("trips", "describe", 30);
        AuditEntry tag = entry("trips", "tag", 20);
        AuditEntry status = entry("trips", "status", 10);
        AuditEntry remove = entry("trips", "remove version", 5);
        AuditEntry removeModel = entry("trips", "remove model", 0);

        store().createModel(Samples.model("trips"), create);
        store().createVersion(Samples.version("trips"), register);
        store().change("trips", new ModelChange.Describe(0, "x"), describe);
        store().change("trips", new ModelChange.Tag(1, "a", "1"), tag);
        store().change("trips", new ModelChange.Status(1, VersionStatus.READY), status);
        store().removeVersion("trips", 1, remove);
        store().removeModel("trips", removeModel);

        assertThat(history()).containsExactly(create, register.of(1, ""), describe, tag, status, remove, removeModel);
        assertThat(another().history("trips", Instant.MAX)).isEqualTo(history());
    }

    @Test
    default void a_version_is_recorded_under_its_own_number() {
        model("trips");
        version("trips");
        store().createVersion(
                        Samples.version("trips"), entry("trips", "register", 1).of(77, ""));

        assertThat(history()).extracting(AuditEntry::version).containsExactly(0, 1, 2);
    }

    @Test
    default void a_note_is_recorded_and_changes_nothing_else() {
        model("trips");
        version("trips");
        AuditEntry refuse = entry("trips", "refuse", 7).of(1, "");
        Object before = List.of(store().findModel("trips"), store().findVersion("trips", 1));

        store().change("trips", new ModelChange.Note(1), refuse);

        assertThat(history()).last().isEqualTo(refuse);
        assertThat(List.of(store().findModel("trips"), store().findVersion("trips", 1)))
                .isEqualTo(before);
        assertThatThrownBy(() -> store().change("trips", new ModelChange.Note(2), refuse))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    default void an_alias_is_recorded_with_where_it_pointed() {
        model("trips");
        version("trips");
        version("trips");
        AuditEntry promote = entry("trips", "alias", 5).of(2, "whatever");

        store().change("trips", new ModelChange.Alias("champion", 1, null), promote);
        store().change("trips", new ModelChange.Alias("champion", 2, 1), promote);
        store().change("trips", new ModelChange.Alias("champion", 0, 2), promote);
        store().change("trips", new ModelChange.Alias("champion", 0, null), promote);

        assertThat(history().subList(3, 7))
                .containsExactly(promote.of(2, ""), promote.of(2, "1"), promote.of(2, "2"), promote.of(2, ""));
    }

    @Test
    default void what_was_there_before_is_recorded_by_the_store_and_told() {
        model("trips");
        version("trips");
        AuditEntry entry = entry("trips", "change", 5).of(1, "whatever");

        AuditEntry described = store().change("trips", new ModelChange.Describe(1, "good"), entry);
        AuditEntry again = store().change("trips", new ModelChange.Describe(1, "better"), entry);
        AuditEntry tagged = store().change("trips", new ModelChange.Tag(0, "team", "eta"), entry);
        AuditEntry untagged = store().change("trips", new ModelChange.Tag(0, "team", null), entry);
        AuditEntry pointed = store().change("trips", new ModelChange.Alias("champion", 1, null), entry);
        AuditEntry noted = store().change("trips", new ModelChange.Note(1), entry);

        assertThat(List.of(described, again, tagged, untagged, pointed, noted))
                .extracting(AuditEntry::from)
                .containsExactly("", "good", "", "eta", "", "whatever");
        assertThat(history().subList(2, 8)).containsExactly(described, again, tagged, untagged, pointed, noted);
    }

    @Test
    default void a_change_that_leaves_all_as_it_is_is_recorded_too() {
        model("trips");

        change("trips", new ModelChange.Describe(0, ""), 1);
        change("trips", new ModelChange.Tag(0, "never there", null), 2);

        assertThat(history()).hasSize(3);
        assertThat(get("trips").updated()).isEqualTo(at(2));
    }

    @Test
    default void a_change_that_fails_is_not_recorded() {
        model("trips");
        version("trips");
        List<AuditEntry> before = history();

        assertThatThrownBy(() -> model("trips")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> alias("trips", "champion", 1, 1)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> alias("trips", "champion", 9, null)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store().removeVersion("trips", 9, entry("trips", "remove", 1)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> change("trips", new ModelChange.Tag(9, "a", "1"), 1))
                .isInstanceOf(NotFoundException.class);

        assertThat(history()).isEqualTo(before);
    }

    @Test
    default void a_model_made_again_goes_on_with_the_history() {
        model("trips");
        store().removeModel("trips", entry("trips", "remove", 1));
        model("trips");

        assertThat(history()).extracting(AuditEntry::action).containsExactly("create", "remove", "create");
    }

    @Test
    default void a_history_can_be_read_as_of_a_moment() {
        model("trips");
        change("trips", new ModelChange.Describe(0, "a"), 20);
        change("trips", new ModelChange.Describe(0, "b"), 10);
        change("trips", new ModelChange.Describe(0, "c"), 30);

        assertThat(store().history("trips", at(20)))
                .extracting(AuditEntry::time)
                .containsExactly(at(0), at(20), at(10));
        assertThat(store().history("trips", at(20).minusNanos(1)))
                .extracting(AuditEntry::time)
                .containsExactly(at(0), at(10));
        assertThat(store().history("trips", at(-1))).isEmpty();
        assertThat(store().history("trips", Instant.MIN)).isEmpty();
        assertThat(store().history("fares", Instant.MAX)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileValues")
    default void any_text_of_an_entry_comes_back_as_it_was(String text) {
        AuditEntry entry = new AuditEntry("trips", 0, "create", text, text, text, "it's ada", text, at(0));

        store().createModel(Samples.model("trips"), entry);

        assertThat(history()).containsExactly(entry);
    }
}
