package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Compares what was asked and answered with an OpenAPI document. */
final class Described {
    private static final List<String> HEADERS = List.of("Authorization", Batch.KEY, BinaryPart.JSON_LENGTH);

    private final OpenApiInteractionValidator validator;

    private Described(String document, LevelResolver levels) {
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(document)
                .withLevelResolver(levels)
                .withResolveRefs(false) // which would take every anyOf for an object
                .build();
    }

    /** By a document of ours, which tells everything. */
    static Described by(String document) {
        return new Described(document, LevelResolver.defaultResolver());
    }

    /**
     * By the official description of the Open Inference Protocol. Where that tells the status alone, as it does of health, any
     * body will do: the specification's text has one.
     */
    static Described openInference() {
        LevelResolver levels = LevelResolver.create()
                .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                .build();
        try (InputStream in = Described.class.getResourceAsStream("open-inference-rest.json")) {
            String document = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return new Described(document, levels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the document has both the request and the response. */
    Client.Answer check(Client.Answer answer) {
        assertThat(findFault(answer.request())).as(answer.text()).isEmpty();
        return checkResponse(answer);
    }

    /** Why the document hasn't the request; empty if it has it. */
    List<String> findFault(ApiRequest request) {
        SimpleRequest.Builder asked =
                new SimpleRequest.Builder(Request.Method.valueOf(request.method()), request.path());
        request.header("Content-Type")
                .ifPresent(type -> asked.withContentType(type).withBody(request.body()));
        HEADERS.forEach(name -> request.header(name).ifPresent(value -> asked.withHeader(name, value)));
        return faults(validator.validateRequest(asked.build()));
    }

    /** Fails unless the document has the response, to whatever request. */
    Client.Answer checkResponse(Client.Answer answer) {
        assertThat(findFault(answer.request(), answer.response()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    /** Why the document hasn't the response to a request like this; empty if it has it. */
    List<String> findFault(ApiRequest request, ApiResponse response) {
        SimpleResponse answered = new SimpleResponse.Builder(response.status())
                .withContentType(response.headers().get("Content-Type"))
                .withBody(response.body())
                .build();
        return faults(validator.validateResponse(request.path(), Request.Method.valueOf(request.method()), answered));
    }

    private static List<String> faults(ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(ValidationReport.Message::toString)
                .toList();
    }
}
