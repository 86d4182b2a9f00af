namespace Motia;

/// <summary>Decides about the subscriptions of every stream; registered in <c>Startup</c> or in the host's services. Where several are, and the stream's own
/// <see cref="StreamDefinition.CanAccess"/>, all must allow it.</summary>
public interface IStreamAccess
{
    /// <summary>Whether a subscription is allowed. Throwing counts as no.</summary>
    /// <param name="subscription">What is subscribed to.</param>
    /// <param name="auth">What <see cref="IStreamAuthenticator"/> made of the connection; null for an anonymous one.</param>
    ValueTask<bool> CanAccessAsync(StreamSubscription subscription, object? auth);
}
