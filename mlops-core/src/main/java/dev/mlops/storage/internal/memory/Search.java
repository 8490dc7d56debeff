package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.SearchField;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers one query by looking at everything: what it means, in the plainest way. */
final class Search<T> {
    private final Fields<T> fields;
    private final Query query;
    private final List<Order> order;
    private final Predicate<Function<SearchField, List<Value>>> condition;
    private final Comparator<Place> byPlace;
    private final @Nullable Place after;

    private record Found<T>(Place place, T subject) {}

    Search(Fields<T> fields, Query query) {
        this.fields = fields;
        this.query = query;
        order = query.order().isEmpty() ? List.of(new Order(fields.latest(), true)) : query.order();
        condition = Condition.of(query.filter());
        byPlace = Place.comparator(order);
        String token = query.after();
        after = token == null ? null : Place.parse(token, query, order.size());
    }

    Page<T> page(Stream<Numbered<T>> all) {
        List<Found<T>> found = all.filter(each -> matches(each.subject()))
                .map(each -> new Found<>(place(each), each.subject()))
                .filter(each -> after == null || byPlace.compare(each.place(), after) > 0)
                .sorted(Comparator.comparing(Found::place, byPlace))
                .limit(query.limit() + 1L)
                .toList();
        if (found.size() <= query.limit()) {
            return page(found, null);
        }
        List<Found<T>> some = found.subList(0, query.limit());
        return page(some, some.get(some.size() - 1).place().token(query));
    }

    private static <T> Page<T> page(List<Found<T>> found, @Nullable String next) {
        return new Page<>(found.stream().map(Found::subject).toList(), next);
    }

    private boolean matches(T subject) {
        return (query.within().isEmpty() || query.within().contains(fields.home(subject)))
                && (query.lifecycle() == null
                        || fields.lifecycle(subject) == null
                        || query.lifecycle() == fields.lifecycle(subject))
                && condition.test(field -> fields.values(subject, field));
    }

    private Place place(Numbered<T> each) {
        List<SortKey> keys = order.stream()
                .map(key -> SortKey.of(
                        fields.values(each.subject(), key.field()), key.field().type()))
                .toList();
        return new Place(keys, each.sequence());
    }
}
