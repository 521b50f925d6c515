package com.dhakacart.runbook.process.access;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * A real OpenID Connect provider on a port of its own. It asks for a proof key, and sends people
 * back to {@code 127.0.0.1} only.
 */
public final class Provider {

  /** Everybody's. */
  public static final String PASSWORD = "demo-of-the-provider";

  private static final String CLIENT = "runbook";
  private static final String SECRET = "runbook-secret";

  private static final Map<String, List<String>> GROUPS_OF =
      Map.of(
          "lead", List.of("senior-engineers"),
          "carer", List.of("on-call", "cleaners", "camunda-admin"),
          "mapped", List.of("/sre/night"),
          "nogroups", List.of(),
          "root", List.of("camunda-admin"),
          "Oncall", List.of("on-call"),
          "admin", List.of("on-call"),
          "newcomer", List.of("on-call"),
          "of two words", List.of("on-call"));

  private final ServletWebServerApplicationContext context;

  private Provider(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  public static Provider start() {
    return new Provider(
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                    Map.of(
                        // the runbook's application.yaml is on the class path, too
                        "spring.config.name", "provider",
                        "server.port", "0",
                        // cookies know no port
                        "server.servlet.session.cookie.name", "PROVIDERSESSION",
                        "spring.jmx.enabled", "false",
                        "spring.main.banner-mode", "off"))
                .run());
  }

  public String issuer() {
    return "http://localhost:" + context.getWebServer().getPort();
  }

  /** From now on it sends people back to this port of 127.0.0.1. */
  public void sendsBackTo(int port) {
    context.getBean(OneClient.class).redirect =
        "http://127.0.0.1:%d/login/oauth2/code/%s".formatted(port, CLIENT);
  }

  public void stop() {
    context.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    OAuth2AuthorizationServerAutoConfiguration.class,
    OAuth2AuthorizationServerJwtAutoConfiguration.class
  })
  static class Application {

    @Bean
    OneClient clients() {
      return new OneClient();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          GROUPS_OF.keySet().stream()
              .map(it -> User.withUsername(it).password("{noop}" + PASSWORD).roles().build())
              .toList());
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return token -> {
        if (OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
          // the names of the store of users are without capitals
          String name = token.getPrincipal().getName();
          String claimed = name.equals("oncall") ? "Oncall" : name;
          token
              .getClaims()
              .claim("preferred_username", claimed)
              .claim("groups", GROUPS_OF.get(claimed))
              // as some providers write them
              .claim("realm_access", Map.of("roles", GROUPS_OF.get(claimed)));
        }
      };
    }
  }

  /** Its redirect is known only when the runbook has its port. */
  static class OneClient implements RegisteredClientRepository {

    private final String id = UUID.randomUUID().toString();
    private volatile String redirect = "http://127.0.0.1/not-yet";

    @Override
    public RegisteredClient findById(String wanted) {
      return id.equals(wanted) ? client() : null;
    }

    @Override
    public RegisteredClient findByClientId(String wanted) {
      return CLIENT.equals(wanted) ? client() : null;
    }

    private RegisteredClient client() {
      return RegisteredClient.withId(id)
          .clientId(CLIENT)
          .clientSecret("{noop}" + SECRET)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUri(redirect)
          .scope(OidcScopes.OPENID)
          .scope(OidcScopes.PROFILE)
          .clientSettings(
              ClientSettings.builder()
                  .requireAuthorizationConsent(false)
                  .requireProofKey(true)
                  .build())
          .build();
    }

    /** With its secret encoded better, which is for nothing here. */
    @Override
    public void save(RegisteredClient client) {
      // the client stays as it is
    }
  }
}
