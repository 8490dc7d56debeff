package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Many at once, through two handles on one storage. */
interface ModelConcurrencyTests extends ModelStoreFixture {

    private List<ModelStore> handles() {
        return List.of(store(), another());
    }

    @Test
    default void sixteen_that_create_one_name_have_one_winner() throws Exception {
        List<ModelStore> handles = handles();

        Race.of(16, i -> handles.get(i % 2).createModel(Samples.model("trips"), entry("trips", "create " + i, i)))
                .hasOneWinner(ConflictException.class);

        assertThat(store().listModels()).hasSize(1);
        assertThat(store().history("trips", Instant.MAX)).hasSize(1);
    }

    @Test
    default void versions_made_at_once_get_each_its_own_number() throws Exception {
        List<ModelStore> handles = handles();
        model("trips");
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();

        Race.of(8, thread -> {
                    for (int i = 0; i < 10; i++) {
                        numbers.add(handles.get(thread % 2)
                                .createVersion(Samples.version("trips"), entry("trips", "register", i))
                                .number());
                    }
                })
                .hasNoLoser();

        assertThat(numbers).hasSize(80).contains(1, 80);
        assertThat(store().history("trips", Instant.MAX)).hasSize(81);
    }

    @Test
    default void sixteen_that_move_one_alias_have_one_winner() throws Exception {
        List<ModelStore> handles = handles();
        model("trips");
        for (int i = 0; i < 17; i++) {
            version("trips");
        }
        alias("trips", "champion", 17, 0);

        Race.of(16, i -> handles.get(i % 2)
                        .change(
                                "trips",
                                new ModelChange.Alias("champion", i + 1, 17),
                                entry("trips", "move " + (i + 1), i)))
                .hasOneWinner(ConflictException.class);

        List<AuditEntry> history = store().history("trips", Instant.MAX);
        AuditEntry last = history.get(history.size() - 1);
        assertThat(last.from()).isEqualTo("17");
        assertThat(last.action()).isEqualTo("move " + get("trips").aliases().get("champion"));
        assertThat(history).hasSize(20);
    }

    @Test
    default void of_a_version_that_fails_while_it_gets_an_alias_one_of_both_is_refused() throws Exception {
        List<ModelStore> handles = handles();
        model("trips");
        for (int number = 1; number <= 20; number++) {
            int version = version("trips");
            Race.of(2, i -> handles.get(i)
                            .change(
                                    "trips",
                                    i == 0
                                            ? new ModelChange.Status(version, VersionStatus.FAILED)
                                            : new ModelChange.Alias("champion", version, null),
                                    entry("trips", "race", i)))
                    .hasOneWinner(ConflictException.class);
        }
    }

    @Test
    default void each_move_of_an_alias_is_recorded_from_where_the_one_before_left_it() throws Exception {
        List<ModelStore> handles = handles();
        model("trips");
        for (int i = 0; i < 8; i++) {
            version("trips");
        }

        Race.of(8, i -> handles.get(i % 2)
                        .change(
                                "trips",
                                new ModelChange.Alias("champion", i + 1, null),
                                new AuditEntry("trips", i + 1, "alias", "", "", "", "ada", "", Samples.T0)))
                .hasNoLoser();

        List<AuditEntry> moves = store().history("trips", Instant.MAX).subList(9, 17);
        String before = "";
        for (AuditEntry move : moves) {
            assertThat(move.from()).isEqualTo(before);
            before = String.valueOf(move.version());
        }
        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", Integer.parseInt(before)));
    }
}
