package dev.mlops.registry;

import dev.mlops.storage.spi.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The versions that an alias has pointed to, the present one last, as a history tells. A rollback takes the last one away
 * instead of adding one, so that a second rollback goes further back; a version that is removed is no longer among them.
 */
final class Holders {
    private static final int NONE = 0;

    private final String alias;
    private final List<Integer> holders = new ArrayList<>();

    Holders(String alias, List<AuditEntry> entries) {
        this.alias = alias;
        entries.forEach(this::apply);
    }

    private void apply(AuditEntry entry) {
        boolean mine = entry.subject().equals(alias);
        switch (entry.action()) {
            case Actions.ALIAS, Actions.PROMOTE, Actions.UNALIAS -> {
                if (mine) {
                    add(entry.to().isEmpty() ? NONE : Integer.parseInt(entry.to()));
                }
            }
            case Actions.ROLLBACK -> {
                if (mine) {
                    back(Integer.parseInt(entry.to()));
                }
            }
            case Actions.DELETE -> remove(entry.version());
            default -> {}
        }
    }

    private void add(int holder) {
        if (present().orElse(NONE) != holder) {
            holders.add(holder);
        }
    }

    private void back(int holder) {
        while (!holders.isEmpty() && present().orElse(NONE) != holder) {
            holders.remove(holders.size() - 1);
        }
        add(holder);
    }

    private void remove(int version) {
        if (version == NONE) {
            holders.clear(); // the whole model
        } else {
            boolean held = present().orElse(NONE) == version;
            holders.removeIf(holder -> holder == version);
            if (held) {
                holders.add(NONE);
            }
        }
    }

    OptionalInt present() {
        int last = holders.isEmpty() ? NONE : holders.get(holders.size() - 1);
        return last == NONE ? OptionalInt.empty() : OptionalInt.of(last);
    }

    OptionalInt previous() {
        int present = present().orElse(NONE);
        for (int i = holders.size() - 1; i >= 0; i--) {
            int holder = holders.get(i);
            if (holder != NONE && holder != present) {
                return OptionalInt.of(holder);
            }
        }
        return OptionalInt.empty();
    }
}
