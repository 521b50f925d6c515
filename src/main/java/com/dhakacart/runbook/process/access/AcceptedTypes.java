package com.dhakacart.runbook.process.access;

import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * JSON is UTF-8 whatever a caller accepts, so that a charset that is asked for with it says
 * nothing; by itself Spring finds no way to write such an answer and calls that an error of ours.
 */
@Configuration(proxyBeanMethods = false)
class AcceptedTypes implements WebMvcConfigurer {

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.strategies(List.of(new WithoutCharset()));
  }

  private static final class WithoutCharset extends HeaderContentNegotiationStrategy {

    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request)
        throws HttpMediaTypeNotAcceptableException {
      return super.resolveMediaTypes(request).stream().map(WithoutCharset::of).toList();
    }

    private static MediaType of(MediaType accepted) {
      if (accepted.getCharset() == null) {
        return accepted;
      }
      Map<String, String> parameters = new LinkedCaseInsensitiveMap<>();
      parameters.putAll(accepted.getParameters());
      parameters.remove("charset");
      return new MediaType(accepted.getType(), accepted.getSubtype(), parameters);
    }
  }
}
