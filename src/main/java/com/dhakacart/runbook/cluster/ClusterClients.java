package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The connections that look at the cluster. The first one of a JVM takes seconds to make, so all
 * are lazy and {@link ClusterCheck} makes them in the background. The one that changes is no bean,
 * so that nobody can be given it: {@code cluster.changing} makes and keeps its own.
 */
@Configuration(proxyBeanMethods = false)
public class ClusterClients {

  static final String LOOKING = "lookingClient";
  static final String ASKING = "askingClient";

  @Lazy
  @Bean(name = LOOKING, destroyMethod = "close")
  KubernetesClient lookingClient(ClusterSettings settings) {
    return client(settings, settings.looking(), settings.retries());
  }

  /**
   * Asks the application through the pod proxy. Never repeats: the client would take an unhealthy
   * backend's 503 for the API server's, and ask for 19 s.
   */
  @Lazy
  @Bean(name = ASKING, destroyMethod = "close")
  KubernetesClient askingClient(ClusterSettings settings) {
    return client(settings, settings.looking(), 0);
  }

  /** A connection of its own for an account; whoever asks for it closes it. */
  public static KubernetesClient client(
      ClusterSettings settings, ClusterSettings.Access access, int retries) {
    ConfigBuilder config =
        new ConfigBuilder(found(settings, access))
            .withConnectionTimeout(millis(settings.connectTimeout()))
            .withRequestTimeout(millis(settings.requestTimeout()))
            .withRequestRetryBackoffLimit(retries)
            .withRequestRetryBackoffInterval(millis(settings.retryAfter()));
    if (access.tokenFile() != null) {
      // a client certificate or password of the kubeconfig would speak for somebody else
      config
          .withClientCertData(null)
          .withClientCertFile(null)
          .withClientKeyData(null)
          .withClientKeyFile(null)
          .withUsername(null)
          .withPassword(null)
          .withOauthToken(null)
          .withAutoOAuthToken(null)
          .withOauthTokenProvider(() -> token(access.tokenFile()));
    }
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientFactory(new ClusterConnections())
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor(
                    AnswerLimit.NAME, new AnswerLimit(settings.requestTimeout())))
        .build();
  }

  private static Config found(ClusterSettings settings, ClusterSettings.Access access) {
    if (access.kubeconfig() != null) {
      return Config.fromKubeconfig(
          access.context(), read(access.kubeconfig()), access.kubeconfig().toString());
    }
    if (settings.url() != null) {
      return new ConfigBuilder(Config.empty()).withMasterUrl(settings.url()).build();
    }
    return Config.autoConfigure(access.context());
  }

  private static String token(Path file) {
    return read(file).strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + "; check runbook.cluster.*", e);
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
