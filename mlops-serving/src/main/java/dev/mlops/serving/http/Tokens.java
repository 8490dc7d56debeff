package dev.mlops.serving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Tokens are kept as hashes, and hashes are compared, all of them and in constant time: how long it
 * takes tells nothing about a token. Immutable.
 */
final class Tokens {
    private static final int SHORTEST = 16;
    private static final String CHALLENGE = "WWW-Authenticate";
    private final List<Token> tokens;

    /** A token's hash, and what its bearer may do. */
    record Token(Role role, byte[] hash) {
        /** Throws IllegalArgumentException if it is too short to be a secret, or can't stand in a header. */
        static Token of(Role role, String text) {
            if (text.length() < SHORTEST || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("token for " + role + " has " + text.length()
                        + " characters, expected " + SHORTEST + " or more of visible ASCII");
            }
            return new Token(role, Tokens.hash(text));
        }
    }

    Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** Throws ApiException unless the bearer of this request may do what the role may. */
    void require(Role role, ApiRequest request) {
        List<Role> given = new ArrayList<>();
        tokens.forEach(token -> given.add(token.role()));
        if (role == Role.PREDICT && !given.contains(role)) {
            return;
        }
        if (given.stream().noneMatch(each -> each.compareTo(role) >= 0)) {
            throw new ApiException(
                    403, "this is closed, since the server was started without a token for " + role + ": give it one");
        }
        Role bearer = bearer(request.header("Authorization").orElse(""));
        if (bearer == null) {
            throw new ApiException(
                    401,
                    "expected a header Authorization: Bearer with a token for " + role,
                    Map.of(CHALLENGE, "Bearer realm=\"mlops\""));
        }
        if (bearer.compareTo(role) < 0) {
            throw new ApiException(
                    403,
                    "token is for " + bearer + ", expected one for " + role,
                    Map.of(CHALLENGE, "Bearer realm=\"mlops\", error=\"insufficient_scope\""));
        }
    }

    /** What the bearer may do at most; null if the token isn't known. */
    private @Nullable Role bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        byte[] hash = hash(authorization.substring(7).trim());
        Role best = null;
        for (Token token : tokens) {
            if (MessageDigest.isEqual(token.hash(), hash) && (best == null || token.role().compareTo(best) > 0)) {
                best = token.role();
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
