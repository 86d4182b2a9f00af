namespace Motia.Gateway.Streams;

/// <summary>Where the gateway learns who may connect to the streams and subscribe to what.</summary>
public interface IStreamGuard
{
    /// <summary>Says who connects. What the project's authenticator throws means that it may not.</summary>
    /// <param name="connection">The request.</param>
    ValueTask<StreamCaller> AuthenticateAsync(StreamConnection connection);

    /// <summary>Decides about a subscription. Never throws.</summary>
    /// <param name="subscription">What is subscribed to.</param>
    /// <param name="caller">Who subscribes.</param>
    /// <returns>Null if it is allowed.</returns>
    ValueTask<StreamRefusal?> CheckAsync(StreamSubscription subscription, StreamCaller caller);
}
