package com.dhakacart.runbook.process.access;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.DefaultLoginPageConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * The one door before everything: engine REST, the webapps' REST, pages, actuator. In this order a
 * request has to come from here and not from another site, to say who asks where that matters, to
 * be written in the {@link AllowList}, and to hold no more than its row allows. Only then does it
 * act as that person in the engine, whose own authorizations are the second lock.
 */
@Configuration(proxyBeanMethods = false)
class Door {

  @Bean
  AuthenticationManager authenticationManager(List<AuthenticationProvider> providers) {
    return new ProviderManager(providers);
  }

  @Bean
  SecurityFilterChain oneDoor(
      HttpSecurity http,
      AuthenticationManager authentication,
      DatabaseAway database,
      SameSiteOnly sameSite,
      ChangedPasswords passwords,
      MachineTokens machines,
      TableOfAccess table,
      BodyCheck bodies,
      ActingPerson acting,
      LaterRefusals later,
      Refuser refuser,
      CsrfOfSessions csrf,
      List<DoorExtension> extensions)
      throws Exception {
    // behind what an extension brings, and in place of Spring Security's own choice
    http.getSharedObject(AuthenticationManagerBuilder.class)
        .parentAuthenticationManager(authentication);
    http.addFilterBefore(database, SecurityContextHolderFilter.class)
        .addFilterBefore(sameSite, SecurityContextHolderFilter.class)
        .addFilterAfter(passwords, SecurityContextHolderFilter.class)
        .addFilterBefore(machines, BasicAuthenticationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    // what goes on with a request that was let in
                    .dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .anyRequest()
                    .access(table))
        .addFilterAfter(later, AuthorizationFilter.class)
        .addFilterAfter(bodies, LaterRefusals.class)
        .addFilterAfter(acting, BodyCheck.class)
        .csrf(csrf)
        .httpBasic(basic -> basic.authenticationEntryPoint(refuser))
        .requestCache(cache -> cache.requestCache(new PageAskedFor()))
        .formLogin(form -> form.failureHandler(refuser.backToTheLogIn()))
        .logout(LogoutConfigurer::permitAll)
        .exceptionHandling(
            refusals ->
                // as a default, or the log-in page would not be made
                refusals
                    .defaultAuthenticationEntryPointFor(refuser, AnyRequestMatcher.INSTANCE)
                    .accessDeniedHandler(refuser))
        .headers(
            headers ->
                headers
                    .frameOptions(FrameOptionsConfig::deny)
                    .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false))
                    .referrerPolicy(it -> it.policy(ReferrerPolicy.SAME_ORIGIN))
                    .cacheControl(cache -> cache.disable())
                    .addHeaderWriter(new OwnPagesPolicy()));
    http.getConfigurer(DefaultLoginPageConfigurer.class)
        .withObjectPostProcessor(LogInPage.thatSaysWhatWasWrong());
    for (DoorExtension extension : extensions) {
      extension.extend(http);
    }
    return http.build();
  }

  /** A request is timed as a whole; each of its twenty filters would cost more than it does. */
  @Bean
  SecurityObservationSettings filtersAreNotTimed() {
    return SecurityObservationSettings.noObservations();
  }

  /** What is no proper request of HTTP is refused like everything else. */
  @Bean
  RequestRejectedHandler improperRequests(Refuser refuser) {
    return refuser::improper;
  }
}
