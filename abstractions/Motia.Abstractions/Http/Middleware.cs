using Microsoft.Extensions.DependencyInjection;

namespace Motia;

/// <summary>Makes middleware for <see cref="ApiStep.Middleware"/> out of classes.</summary>
public static class Middleware
{
    /// <summary>Runs a <typeparamref name="T"/> made for each request, its constructor served from the run's services.</summary>
    /// <typeparam name="T">The middleware's class.</typeparam>
    public static ApiMiddleware Of<T>()
        where T : class, IApiMiddleware
    {
        var make = ActivatorUtilities.CreateFactory<T>([]);
        return (request, context, next) =>
            (context.Services.GetService<T>() ?? make(context.Services, null)).InvokeAsync(request, context, next);
    }
}
