namespace Orleans.Configuration;

/// <summary>How calls travel inside a silo.</summary>
public class SiloMessagingOptions : MessagingOptions;
