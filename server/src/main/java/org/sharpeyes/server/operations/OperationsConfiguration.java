package org.sharpeyes.server.operations;

import org.sharpeyes.server.config.DataDirectory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {
    @Bean
    ReadyLine readyLine(ObjectProvider<ReadyField> fields, DataDirectory data) {
        return new ReadyLine(fields.orderedStream().toList(), data);
    }
}
