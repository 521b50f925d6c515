package com.dhakacart.runbook.cluster;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Offers the API server ChaCha20 before AES, and all else that the JDK offers after it. The product
 * is compiled by C1 only, which does not use the processor's instructions for AES: so a megabyte of
 * log lines costs four times as much by AES as by ChaCha20 ({@code CipherBenchmarkIT}). A server
 * that allows AES only, as FIPS 140 asks for, is spoken to by AES.
 */
final class CheapCiphers {

  private CheapCiphers() {}

  static void offerBy(WebClientOptions options) {
    if (options.getSslEngineOptions() instanceof JdkSSLEngineOptions given) {
      options.setSslEngineOptions(new Cheaper(given, options.getEnabledSecureTransportProtocols()));
    }
  }

  /** The JDK's own, those that need no instructions of the processor first. */
  static List<String> of(SSLContext context) {
    return Stream.of(context.getDefaultSSLParameters().getCipherSuites())
        .sorted(Comparator.comparing(it -> !it.contains("CHACHA20")))
        .toList();
  }

  private static final class Cheaper extends JdkSSLEngineOptions {

    private final SslContextFactory given;
    private final String[] protocols;

    Cheaper(JdkSSLEngineOptions given, Set<String> protocols) {
      this.given = given.sslContextFactory();
      this.protocols = protocols.toArray(String[]::new);
    }

    @Override
    public JdkSSLEngineOptions copy() {
      return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return this::context;
    }

    private SslContext context() throws SSLException {
      SSLContext context = ((JdkSslContext) given.create()).context();
      return new JdkSslContext(
          context,
          true,
          of(context),
          SupportedCipherSuiteFilter.INSTANCE,
          ApplicationProtocolConfig.DISABLED,
          ClientAuth.NONE,
          protocols,
          false);
    }
  }
}
