package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers that speak TLS. */
class CheapCiphersTest {

  private static final String PASSWORD = "for this test";

  @TempDir private static Path folder;

  private final List<String> spoken = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-file", certificate().toString());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void serverThatAllowsAll_isSpokenToByTheCheapest() throws Exception {
    ask(new SSLParameters());

    assertThat(spoken).containsExactly("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void serverOfTheVersionBefore_isSpokenToByTheCheapest() throws Exception {
    ask(new SSLParameters(null, new String[] {"TLSv1.2"}));

    assertThat(spoken).containsExactly("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void serverThatAllowsAesOnly_isSpokenToByAes() throws Exception {
    ask(new SSLParameters(new String[] {"TLS_AES_256_GCM_SHA384"}, new String[] {"TLSv1.3"}));

    assertThat(spoken).containsExactly("TLS_AES_256_GCM_SHA384");
  }

  @Test
  void allThatTheJdkOffers_isOffered() throws Exception {
    SSLContext context = SSLContext.getDefault();

    assertThat(CheapCiphers.of(context))
        .containsExactlyInAnyOrder(context.getDefaultSSLParameters().getCipherSuites());
  }

  private void ask(SSLParameters allowed) throws Exception {
    serve(allowed);
    ClusterSettings settings = ClusterAdapters.with(kubeconfig());
    try (KubernetesClient client = ClusterClients.client(settings, settings.looking(), 0)) {
      assertThat(client.raw("/version")).contains("1.30");
    }
  }

  private void serve(SSLParameters allowed) throws Exception {
    SSLContext context = context();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            allowed.setUseCipherSuitesOrder(false);
            parameters.setSSLParameters(allowed);
          }
        });
    server.createContext(
        "/version",
        exchange -> {
          spoken.add(((HttpsExchange) exchange).getSSLSession().getCipherSuite());
          byte[] version = "{\"gitVersion\": \"v1.30.0\"}".getBytes();
          exchange.sendResponseHeaders(200, version.length);
          exchange.getResponseBody().write(version);
          exchange.close();
        });
    server.start();
  }

  private SSLContext context() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keys())) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        users: [{name: test, user: {token: a-token}}]
        clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s}}]
        """
            .formatted(server.getAddress().getPort(), certificate()));
  }

  private static Path keys() {
    return folder.resolve("keys.p12");
  }

  private static Path certificate() {
    return folder.resolve("certificate.pem");
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.of(arguments),
                Stream.of("-alias", "server", "-keystore", keys().toString()),
                Stream.of("-storetype", "PKCS12", "-storepass", PASSWORD))
            .flatMap(it -> it)
            .toList();
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
