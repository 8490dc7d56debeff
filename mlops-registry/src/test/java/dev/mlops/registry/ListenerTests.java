package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who hears of changes. */
interface ListenerTests extends RegistryFixture {

    @Test
    default void a_listener_hears_what_the_history_says() {
        List<AuditEntry> heard = new ArrayList<>();
        ModelRegistry registry = ModelRegistry.builder(workspace())
                .actor("ada")
                .onChange(heard::add)
                .build();

        ModelVersion one = registry.register(TRIPS, MODEL);
        ModelVersion two = registry.by("bob").because("why not").register(TRIPS, MODEL);
        registry.alias(one, CHAMPION);
        registry.promote(two, CHAMPION, PASSED);
        registry.promote(one, CHAMPION, REFUSED);
        registry.rollback(TRIPS, CHAMPION);
        one.tag("a", "b").tag("a", "c").untag("a").describe("x");
        registry.model(TRIPS).tag("a", "b").describe("y");
        registry.unalias(TRIPS, CHAMPION);
        two.delete();
        registry.model(TRIPS).delete();

        assertThat(heard).hasSize(19).isEqualTo(entries());
    }

    @Test
    default void a_change_that_fails_is_not_told() {
        ModelVersion version = version();
        List<AuditEntry> heard = new ArrayList<>();
        ModelRegistry registry =
                ModelRegistry.builder(workspace()).onChange(heard::add).build();

        assertThatThrownBy(() -> registry.alias(version, CHAMPION, 7)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> registry.rollback(TRIPS, CHAMPION)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> registry.create(TRIPS)).isInstanceOf(ConflictException.class);

        assertThat(heard).isEmpty();
    }

    @Test
    default void a_listener_that_throws_stops_neither_the_change_nor_the_others() {
        List<String> heard = new ArrayList<>();
        ModelRegistry registry = ModelRegistry.builder(workspace())
                .onChange(entry -> {
                    throw new IllegalStateException("down");
                })
                .onChange(entry -> {
                    throw new NoClassDefFoundError("gone");
                })
                .onChange(entry -> heard.add(entry.action()))
                .build();

        registry.alias(registry.register(TRIPS, MODEL), CHAMPION);

        assertThat(heard).containsExactly("create", "register", "ready", "alias");
        assertThat(aliases()).containsKey(CHAMPION);
    }
}
