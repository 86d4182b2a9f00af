namespace Motia;

/// <summary>Runs what follows a middleware.</summary>
/// <returns>Its answer.</returns>
public delegate Task<ApiResponse> ApiNext();
