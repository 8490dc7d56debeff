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
import java.util.Objects;

/**
 * Compares what was asked and answered with an OpenAPI document. Where the document tells the status alone, as the official one
 * does of health, any body will do: the specification's text has one.
 */
final class Described {
    private final OpenApiInteractionValidator validator;

    Described(String document) {
        LevelResolver levels = LevelResolver.create()
                .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                .build();
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(document)
                .withLevelResolver(levels)
                .build();
    }

    /** The official description of the Open Inference Protocol. */
    static Described openInference() {
        try (InputStream in = Described.class.getResourceAsStream("open-inference-rest.json")) {
            return new Described(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the document has both the request and the response. */
    Client.Answer check(Client.Answer answer) {
        ApiRequest request = answer.request();
        SimpleRequest.Builder asked =
                new SimpleRequest.Builder(Request.Method.valueOf(request.method()), request.path());
        request.header("Content-Type")
                .ifPresent(type -> asked.withContentType(type).withBody(request.body()));
        assertFits(validator.validateRequest(asked.build()), answer);
        return checkResponse(answer);
    }

    /** Fails unless the document has the response, to whatever request. */
    Client.Answer checkResponse(Client.Answer answer) {
        SimpleResponse response = new SimpleResponse.Builder(answer.status())
                .withContentType(answer.response().headers().get("Content-Type"))
                .withBody(answer.text())
                .build();
        assertFits(
                validator.validateResponse(
                        answer.request().path(),
                        Request.Method.valueOf(answer.request().method()),
                        response),
                answer);
        return answer;
    }

    private static void assertFits(ValidationReport report, Client.Answer answer) {
        assertThat(report.hasErrors())
                .as(report.getMessages() + " of " + answer.text())
                .isFalse();
    }
}
