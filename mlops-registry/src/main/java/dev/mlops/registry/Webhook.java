package dev.mlops.registry;

import dev.mlops.pipeline.Backoff;
import dev.mlops.storage.spi.AuditEntry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells another system of changes in a registry: each is sent as JSON in a signed HTTP POST, as the Standard Webhooks
 * specification has it (standardwebhooks.com), and {@link WebhookSignature#verify} checks it where it is received.
 *
 * <pre>
 * try (Webhook webhook = Webhook.to(URI.create("https://ci.example.org/models")).secret(secret).on("promote").build()) {
 *     ModelRegistry registry = ModelRegistry.builder(workspace).onChange(webhook).build();
 *     ...
 * }
 * </pre>
 *
 * <p>A daemon thread of its own sends. The registry never waits for it: what comes while the queue is full is dropped and
 * counted as failed. Messages of one model come in their order, one after another; a message may come twice, with the same
 * {@code webhook-id}, where an answer was lost. What waits in a process that ends isn't sent. Thread-safe.
 */
public final class Webhook implements RegistryListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Webhook.class);

    private final String name;
    private final Set<String> actions;
    private final WebhookClient client;
    private final WebhookQueue queue;
    private final int attempts;
    private final Backoff backoff;
    private final Duration drain;
    private final Thread thread;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean inTrouble = new AtomicBoolean();

    private Webhook(Builder options) {
        name = "webhook to " + options.target.getScheme() + "://" + options.target.getRawAuthority();
        actions = options.actions;
        client = new WebhookClient(
                options.target, options.keys, options.connectTimeout, options.timeout, InstantSource.system());
        queue = new WebhookQueue(options.capacity);
        attempts = options.attempts;
        backoff = options.backoff;
        drain = options.drain;
        thread = new Thread(this::run, "mlops-" + name.replace(' ', '-'));
        thread.setDaemon(true);
    }

    /**
     * Begins a webhook.
     *
     * @param target where messages are posted; https, unless it is on this machine or {@link Builder#allowHttp} says so
     * @throws IllegalArgumentException if it isn't an absolute address of http or https, or holds a user or a password
     */
    public static Builder to(URI target) {
        return new Builder(target);
    }

    /** Puts the change into the queue, if it is to be told. */
    @Override
    public void changed(AuditEntry entry) {
        if (!actions.isEmpty() && !actions.contains(entry.action())) {
            return;
        }
        WebhookMessage message = WebhookMessage.of(entry);
        if (!queue.offer(message)) {
            fail(message, "the queue is full or closed");
        }
    }

    /** How many messages the receiver has taken. */
    public long delivered() {
        return delivered.get();
    }

    /** How many messages were given up: refused, tried too often, dropped by a full queue, or left at {@link #close}. */
    public long failed() {
        return failed.get();
    }

    /** How many messages are still to be sent, the one under way included. */
    public int pending() {
        return queue.size();
    }

    /** Takes no more changes, and waits for the queue to be sent, up to the {@link Builder#drain} time. */
    @Override
    public void close() {
        boolean interrupted = false;
        try {
            queue.close(drain);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        thread.interrupt(); // it waits nowhere without hearing of it, so it ends at once
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Optional<WebhookQueue.Due> due = queue.take(); due.isPresent(); due = queue.take()) {
                attempt(due.get());
            }
        } catch (InterruptedException e) {
            int left = queue.clear();
            failed.addAndGet(left);
            if (left > 0) {
                log.warn("{} was closed with {} messages unsent", name, left);
            }
        }
    }

    private void attempt(WebhookQueue.Due due) throws InterruptedException {
        WebhookMessage message = due.message();
        WebhookClient.Answer answer = client.send(message);
        if (answer.delivered()) {
            delivered.incrementAndGet();
            inTrouble.set(false);
            queue.remove(message);
        } else if (answer.again() && due.attempt() < attempts) {
            log.debug("{} will send {} again: {}", name, message, answer.text());
            queue.retry(message, wait(due, answer));
        } else {
            fail(message, answer.text() + " at attempt " + due.attempt());
            queue.remove(message);
        }
    }

    private Duration wait(WebhookQueue.Due due, WebhookClient.Answer answer) {
        Duration own = backoff.delay(due.attempt(), due.message().id().hashCode());
        Duration longer = own.compareTo(answer.after()) < 0 ? answer.after() : own;
        return longer.compareTo(Builder.LONGEST_WAIT) < 0 ? longer : Builder.LONGEST_WAIT;
    }

    private void fail(WebhookMessage message, String why) {
        failed.incrementAndGet();
        if (inTrouble.compareAndSet(false, true)) {
            log.warn("{} gave up {}: {}; until one is delivered, further ones are logged at DEBUG", name, message, why);
        } else {
            log.debug("{} gave up {}: {}", name, message, why);
        }
    }

    /** Where it sends to, without path and query, which may hold a secret. */
    @Override
    public String toString() {
        return name;
    }

    /** Options of a webhook. Reusable; not thread-safe. */
    public static final class Builder {
        /** How many messages may wait, unless said otherwise. */
        public static final int DEFAULT_CAPACITY = 1_000;
        /** How often a message is tried, unless said otherwise. */
        public static final int DEFAULT_ATTEMPTS = 8;
        /** How long connecting may take, unless said otherwise: 5 seconds. */
        public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
        /** How long an attempt may take as a whole, unless said otherwise: 15 seconds, as the specification advises. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
        /** How long {@link Webhook#close} waits, unless said otherwise: 5 seconds. */
        public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);
        /** The longest wait between two attempts, whatever receiver or backoff say: a day. */
        static final Duration LONGEST_WAIT = Duration.ofDays(1);

        private final URI target;
        private final List<byte[]> keys = new ArrayList<>();
        private Set<String> actions = Set.of();
        private boolean httpAllowed;
        private int capacity = DEFAULT_CAPACITY;
        private int attempts = DEFAULT_ATTEMPTS;
        private Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5));
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Duration drain = DEFAULT_DRAIN;

        private Builder(URI target) {
            this.target = Objects.requireNonNull(target, "target");
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            require(
                    Set.of("http", "https").contains(scheme) && target.getHost() != null,
                    "target of a webhook isn't an absolute address of https with a host");
            require(
                    target.getRawUserInfo() == null,
                    "target of a webhook on host " + target.getHost() + " holds a user, expected none");
        }

        /**
         * What messages are signed with: {@code whsec_} and base64 of 24 to 64 random bytes. At least one; with two, while one
         * is being replaced, each message has both signatures.
         *
         * @throws IllegalArgumentException if it isn't of this form
         */
        public Builder secret(String secret) {
            keys.add(WebhookSignature.key(secret));
            return this;
        }

        /**
         * Tells of these actions only, such as {@code promote}, {@code refuse} and {@code rollback}; by default of all.
         *
         * @throws IllegalArgumentException if none is given, or the registry has no such action
         */
        public Builder on(String... only) {
            require(only.length > 0, "no action is named, expected some of " + Actions.ALL);
            for (String action : only) {
                require(
                        Actions.ALL.contains(action),
                        "action '" + action + "' is unknown, expected one of " + Actions.ALL);
            }
            actions = Set.copyOf(List.of(only));
            return this;
        }

        /** Allows http to other machines, where anybody on the way can read what is sent. */
        public Builder allowHttp() {
            httpAllowed = true;
            return this;
        }

        /** How many messages may wait: 1 or more. */
        public Builder capacity(int messages) {
            require(messages >= 1, "capacity is " + messages + ", expected 1 or more");
            capacity = messages;
            return this;
        }

        /** How often a message is tried before it is given up: 1 or more. */
        public Builder attempts(int most) {
            require(most >= 1, "attempts is " + most + ", expected 1 or more");
            attempts = most;
            return this;
        }

        /**
         * How long to wait between attempts, where the receiver doesn't ask for longer with {@code Retry-After}; by default a
         * second, then twice that and so on up to 5 minutes, with jitter; never longer than a day.
         */
        public Builder backoff(Backoff between) {
            backoff = Objects.requireNonNull(between, "backoff");
            return this;
        }

        /** How long connecting may take. */
        public Builder connectTimeout(Duration longest) {
            connectTimeout = positive("connect timeout", longest);
            return this;
        }

        /** How long an attempt may take, from connecting to the end of the answer. */
        public Builder timeout(Duration longest) {
            timeout = positive("timeout", longest);
            return this;
        }

        /** How long {@link Webhook#close} waits for what is in the queue; zero or more. */
        public Builder drain(Duration longest) {
            require(!longest.isNegative(), "drain time is " + longest + ", expected zero or more");
            drain = longest;
            return this;
        }

        /**
         * Starts its thread, which {@link Webhook#close} ends.
         *
         * @throws IllegalStateException if no secret was given, or the target is http on another machine
         */
        public Webhook build() {
            List<String> wrong = new ArrayList<>();
            if (keys.isEmpty()) {
                wrong.add("it has no secret, expected secret(...)");
            }
            if (!httpAllowed && !"https".equalsIgnoreCase(target.getScheme()) && !isLoopback(target.getHost())) {
                wrong.add("it is http to another machine, expected https or allowHttp()");
            }
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(
                        "webhook to host " + target.getHost() + " can't be built: " + String.join("; ", wrong));
            }
            Webhook webhook = new Webhook(this);
            webhook.thread.start();
            return webhook;
        }

        private static boolean isLoopback(String host) {
            return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
        }

        private static Duration positive(String what, Duration value) {
            require(!value.isNegative() && !value.isZero(), what + " is " + value + ", expected more than zero");
            return value;
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
