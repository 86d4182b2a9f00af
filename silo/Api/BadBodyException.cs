namespace Motia.Silo.Api;

/// <summary>The request's body is not what its content type says; the answer is 400 with this message.</summary>
internal sealed class BadBodyException(string message) : Exception(message);
