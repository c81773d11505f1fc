package io.stampede.agent.daemon;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.testkit.SmallServer;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerGateTest {
    @Test
    void lets_pass_where_a_broker_answers() throws IOException {
        try (SmallServer kafka = SmallServer.plain(SmallServer::asKafka);
                BrokerGate gate = gate(kafka)) {
            assertTrue(gate.pass());
        }
    }

    @Test
    void lets_pass_where_nobody_answers_yet() throws IOException {
        SmallServer closed = SmallServer.plain(SmallServer::asKafka);
        closed.close();
        try (BrokerGate gate = gate(closed)) {
            assertFalse(gate.pass());
        }
    }

    @Test
    void lets_no_client_near_a_port_of_another_kind() throws IOException {
        try (SmallServer web = SmallServer.plain(SmallServer::asWebServer);
                BrokerGate gate = gate(web)) {
            String message = assertFails(ErrorCode.TRANSPORT_FAILED, gate::pass);
            assertTrue(message.contains(web.address()), message);
        }
    }

    @Test
    void tells_what_it_finds_where_a_broker_turns_up_later() throws Exception {
        BlockingQueue<Throwable> told = new ArrayBlockingQueue<>(1);
        try (SmallServer web = SmallServer.plain(SmallServer::asWebServer);
                BrokerGate gate = gate(web)) {
            gate.watch(told::add);

            Throwable error = told.poll(20, TimeUnit.SECONDS);
            assertEquals(
                    ErrorCode.TRANSPORT_FAILED,
                    assertInstanceOf(StampedeException.class, error).code());
        }
    }

    private static BrokerGate gate(SmallServer server) {
        return new BrokerGate(Map.of("bootstrap.servers", server.address()));
    }
}
