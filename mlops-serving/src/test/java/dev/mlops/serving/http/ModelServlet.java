package dev.mlops.serving.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Mounts an API in a servlet container, as the README shows it. */
@SuppressWarnings("serial") // nobody writes a servlet to a file
public final class ModelServlet extends HttpServlet {
    private final transient ModelApi api;

    public ModelServlet(ModelApi api) {
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int mounted =
                request.getContextPath().length() + request.getServletPath().length();
        String path = request.getRequestURI().substring(mounted);
        String query = Objects.requireNonNullElse(request.getQueryString(), "");
        // a body that is too long is refused, and needn't be read to its end
        byte[] body = request.getInputStream().readNBytes(ModelApi.Builder.BODY + 1);
        ApiResponse answer = api.handle(ApiRequest.of(request.getMethod(), path, query, request::getHeader, body));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
