namespace Motia;

/// <summary>Decides whether a subscription is allowed.</summary>
/// <param name="subscription">What is subscribed to.</param>
/// <param name="auth">What <see cref="IStreamAuthenticator"/> made of the connection; null for an anonymous one.</param>
/// <returns>Whether it is. Throwing counts as no.</returns>
public delegate ValueTask<bool> StreamAccess(StreamSubscription subscription, object? auth);
