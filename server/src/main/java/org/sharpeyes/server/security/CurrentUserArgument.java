package org.sharpeyes.server.security;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/** Gives controllers their {@link CurrentUser} parameter. Stateless. */
final class CurrentUserArgument implements SyncHandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(CurrentUser.class);
    }

    @Override
    public Object resolveArgumentValue(
            MethodParameter parameter, BindingContext bindingContext, ServerWebExchange exchange) {
        Object user = exchange.getAttribute(CurrentUser.ATTRIBUTE);
        if (user == null) {
            throw new IllegalStateException("a route without session asks for the current user: "
                    + exchange.getRequest().getPath().value());
        }
        return user;
    }
}
