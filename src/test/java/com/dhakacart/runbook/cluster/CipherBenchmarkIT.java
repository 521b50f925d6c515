package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Function;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it costs to read a megabyte that a server sent, by the compiler of the image: why {@link
 * CheapCiphers} asks for ChaCha20. Prints a ratio.
 */
@Tag("benchmark")
class CipherBenchmarkIT {

  private static final int ROUNDS = 15;

  /** As large as one record of TLS may be. */
  private static final int RECORD = 16 * 1024;

  private static final int RECORDS = 1024 * 1024 / RECORD;

  @Test
  void megabyte_isDeciphered() throws Exception {
    long[] aes = new long[ROUNDS];
    long[] chaCha20 = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      aes[round] = read("AES/GCM/NoPadding", "AES", it -> new GCMParameterSpec(128, it));
      chaCha20[round] = read("ChaCha20-Poly1305", "ChaCha20", IvParameterSpec::new);
    }
    System.out.printf(
        "| a megabyte by AES-GCM / by ChaCha20-Poly1305, medians of %d | %.1f |%n",
        ROUNDS, (double) median(aes) / median(chaCha20));
  }

  private static long read(
      String cipher, String key, Function<byte[], AlgorithmParameterSpec> parameters)
      throws Exception {
    SecretKeySpec secret = new SecretKeySpec(new byte[32], key);
    byte[][] sent = new byte[RECORDS][];
    for (int i = 0; i < RECORDS; i++) {
      Cipher encipher = Cipher.getInstance(cipher);
      encipher.init(Cipher.ENCRYPT_MODE, secret, parameters.apply(nonce(i)));
      sent[i] = encipher.doFinal(new byte[RECORD]);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < RECORDS; i++) {
      Cipher decipher = Cipher.getInstance(cipher);
      decipher.init(Cipher.DECRYPT_MODE, secret, parameters.apply(nonce(i)));
      assertThat(decipher.doFinal(sent[i]).length).isEqualTo(RECORD);
    }
    return System.nanoTime() - begun;
  }

  private static byte[] nonce(int number) {
    byte[] nonce = new byte[12];
    nonce[0] = (byte) number;
    return nonce;
  }

  private static long median(long[] times) {
    return LongStream.of(times).sorted().skip(times.length / 2).findFirst().orElseThrow();
  }
}
