package io.stampede.agent.doctor;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Remembers the certificate that a server showed, whatever is then thought of it. */
final class ChainWitness {
    private volatile Optional<X509Certificate> shown = Optional.empty();

    /** The server's own certificate, empty where the handshake did not come so far. */
    Optional<X509Certificate> shown() {
        return shown;
    }

    /** A trust manager that decides as another does. */
    X509ExtendedTrustManager over(X509ExtendedTrustManager judge) {
        return new X509ExtendedTrustManager() {
            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                    throws CertificateException {
                shown = Optional.of(chain[0]);
                judge.checkServerTrusted(chain, type, socket);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                    throws CertificateException {
                shown = Optional.of(chain[0]);
                judge.checkServerTrusted(chain, type, engine);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type)
                    throws CertificateException {
                shown = Optional.of(chain[0]);
                judge.checkServerTrusted(chain, type);
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                    throws CertificateException {
                throw new CertificateException("a probe has no clients");
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                    throws CertificateException {
                throw new CertificateException("a probe has no clients");
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type)
                    throws CertificateException {
                throw new CertificateException("a probe has no clients");
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return judge.getAcceptedIssuers();
            }
        };
    }
}
