namespace Motia;

/// <summary>Says who connects to the streams; registered in <c>Startup</c> or in the host's services. Without one everybody is anonymous.</summary>
public interface IStreamAuthenticator
{
    /// <summary>Looks at a connection before it is accepted, and again when the project's code was swapped under it.</summary>
    /// <param name="connection">The request.</param>
    /// <returns>Who it is, for <see cref="StreamDefinition.CanAccess"/> and <see cref="IStreamAccess"/>; null: anonymous. Throwing refuses the connection with 401.</returns>
    ValueTask<object?> AuthenticateAsync(StreamConnection connection);
}
