package dev.mlops.serving.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

/** The API in a servlet container, here Tomcat. */
final class ServletHostTest extends HostedApi {
    @TempDir
    Path folder;

    private final Tomcat tomcat = new Tomcat();
    private AutoCloseable api = () -> {};

    @SuppressWarnings("serial") // nobody writes a servlet to a file
    private static final class Hello extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("hello");
        }
    }

    @Override
    String start(ModelApi api) throws LifecycleException {
        this.api = api;
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "models", new ModelServlet(api));
        context.addServletMappingDecoded("/ml/*", "models");
        Tomcat.addServlet(context, "hello", new Hello());
        context.addServletMappingDecoded("/hello", "hello");
        tomcat.start();
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    @Override
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        api.close();
    }
}
