package dev.mlops.serving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Tokens are kept as hashes, and hashes are compared, all of them and in constant time: how long it
 * takes tells nothing about a token. Immutable.
 */
final class Tokens {
    static final int SHORTEST = 16;
    private static final String CHALLENGE = "WWW-Authenticate";
    private final List<Token> tokens;
    private final Set<Role> given;

    /** A token's hash, who has it, and what its bearer may do. */
    static final class Token {
        private final String bearer;
        private final Role role;
        private final byte[] hash;

        private Token(String bearer, Role role, byte[] hash) {
            this.bearer = bearer;
            this.role = role;
            this.hash = hash;
        }

        /** Throws IllegalArgumentException if it is too short to be a secret, or can't stand in a header. */
        static Token of(String bearer, Role role, String text) {
            if (bearer.isBlank()) {
                throw new IllegalArgumentException("bearer of a token for " + role + " has no name, expected one");
            }
            if (text.length() < SHORTEST || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("token of " + bearer + " has " + text.length()
                        + " characters, expected " + SHORTEST + " or more of visible ASCII");
            }
            return new Token(bearer, role, Tokens.hash(text));
        }
    }

    Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
        this.given = tokens.stream().map(token -> token.role).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether everybody has the role. */
    boolean isOpen(Role role) {
        return role == Role.PREDICT && !given.contains(role);
    }

    /** Who asks; empty where it may be anybody. Throws ApiException unless the bearer may do what the role may. */
    String require(Role role, ApiRequest request) {
        if (isOpen(role)) {
            return "";
        }
        if (given.stream().noneMatch(each -> each.compareTo(role) >= 0)) {
            throw new ApiException(
                    403, "this is closed, since the server was started without a token for " + role + ": give it one");
        }
        Token bearer = bearer(request.header("Authorization").orElse(""));
        if (bearer == null) {
            throw new ApiException(
                    401,
                    "expected a header Authorization: Bearer with a token for " + role,
                    Map.of(CHALLENGE, "Bearer realm=\"mlops\""));
        }
        if (bearer.role.compareTo(role) < 0) {
            throw new ApiException(
                    403,
                    "token is for " + bearer.role + ", expected one for " + role,
                    Map.of(CHALLENGE, "Bearer realm=\"mlops\", error=\"insufficient_scope\""));
        }
        return bearer.bearer;
    }

    /** The token that may do most of those with this text; null if it isn't known. */
    private @Nullable Token bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        byte[] hash = hash(authorization.substring(7).trim());
        Token best = null;
        for (Token token : tokens) {
            if (MessageDigest.isEqual(token.hash, hash) && (best == null || token.role.compareTo(best.role) > 0)) {
                best = token;
            }
        }
        return best;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
