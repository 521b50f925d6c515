package com.dhakacart.runbook.process.access.connections;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** How callers are listened to: nobody who is slow keeps others from being answered. */
@Configuration(proxyBeanMethods = false)
class ConnectionsConfiguration {

  /** The cluster asks for one thing at a time; more are for people who look. */
  private static final int PROBE_THREADS = 4;

  private static final int PROBE_TIMEOUT_MILLIS = 3000;

  @Bean
  SlowCalls slowCalls(ConnectionSettings settings, MeterRegistry meters) {
    return new SlowCalls(settings, meters);
  }

  @Bean
  WholeBody wholeBody(ConnectionSettings settings, List<BodyLimit> limits) {
    return new WholeBody(settings, limits);
  }

  @Bean
  FilterRegistrationBean<WholeBody> wholeBodyFirst(WholeBody filter) {
    FilterRegistrationBean<WholeBody> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setAsyncSupported(true); // fetch-and-lock answers later
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(SlowCalls calls) {
    return tomcat -> {
      tomcat.setProtocol(OpenConnections.class.getName());
      tomcat.addEngineValves(new WatchedCalls(calls));
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> probes(ProbeSettings settings) {
    return tomcat -> {
      if (settings.port() != null) {
        Connector probes = connector(settings);
        tomcat.addAdditionalTomcatConnectors(probes);
        tomcat.addEngineValves(new ProbesOnly(probes));
      }
    };
  }

  private static Connector connector(ProbeSettings settings) {
    Http11NioProtocol protocol = new Http11NioProtocol();
    protocol.setAddress(settings.address());
    protocol.setMaxThreads(PROBE_THREADS);
    protocol.setMinSpareThreads(1);
    protocol.setConnectionTimeout(PROBE_TIMEOUT_MILLIS);
    protocol.setKeepAliveTimeout(PROBE_TIMEOUT_MILLIS);
    Connector connector = new Connector(protocol);
    connector.setPort(settings.port());
    return connector;
  }
}
