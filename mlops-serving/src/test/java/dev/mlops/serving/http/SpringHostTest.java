package dev.mlops.serving.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API in an application of Spring Boot, beside a controller of its own. */
final class SpringHostTest extends HostedApi {
    private @Nullable ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        @Bean
        ServletRegistrationBean<ModelServlet> models(ModelApi api) {
            return new ServletRegistrationBean<>(new ModelServlet(api), "/ml/*");
        }

        @GetMapping("/hello")
        String hello() {
            return "hello";
        }
    }

    @Override
    String start(ModelApi api) {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties(Map.of("server.port", "0", "server.address", "127.0.0.1"))
                .initializers((GenericApplicationContext context) ->
                        context.registerBean(ModelApi.class, () -> api)) // which closes it with itself
                .run();
        application = started;
        return "http://127.0.0.1:"
                + ((ServletWebServerApplicationContext) started).getWebServer().getPort();
    }

    @Override
    void stop() {
        if (application != null) {
            application.close();
        }
    }
}
