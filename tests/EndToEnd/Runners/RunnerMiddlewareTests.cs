using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Middleware in modules of its own, as projects keep it: each step lists what it needs.</summary>
public sealed class RunnerMiddlewareTests(RunnerMiddlewareTests.Shared shared) : IClassFixture<RunnerMiddlewareTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("middlewares/user.ts", """
                import { ApiMiddleware } from 'motia'

                const claimsOf = (header: string | undefined) => {
                  const [name, role] = header?.split(' ') ?? []
                  return name && role ? { name, role } : undefined
                }

                export const user: ApiMiddleware = async (req, ctx, next) => {
                  const { logger } = ctx
                  const claims = claimsOf(req.headers.authorization as string | undefined)
                  if (!claims) {
                    return { status: 401, body: { error: 'Unauthorized' } }
                  }
                  req.claims = claims
                  logger.info('Known', { name: claims.name })
                  return await next()
                }

                export const anybody: ApiMiddleware = async (req, ctx, next) => {
                  const claims = claimsOf(req.headers.authorization as string | undefined)
                  if (claims) {
                    req.claims = claims
                  }
                  return next()
                }
                """)
            .Write("middlewares/require-role.ts", """
                import { ApiMiddleware } from 'motia'

                export function requireRole(required: string): ApiMiddleware {
                  return async (req, { logger }, next) => {
                    if (req.claims.role !== required) {
                      logger.warn('Refused', { required, actual: req.claims.role })
                      return { status: 403, body: { error: `This needs the role ${required}` } }
                    }
                    logger.info(`Is ${required}`)
                    return await next()
                  }
                }
                """)
            .TsApi("PUT /users/:id", Answer, "middleware: [user, requireRole('admin')], " + Name, Imports)
            .TsApi("PUT /texts/:id", Answer, "middleware: [user, requireRole('editor')], " + Name, Imports)
            .TsApi("GET /content", "return { status: 200, body: { claims: req.claims ?? 'none', keys: Object.keys(req).sort() } }", "middleware: [anybody]", Imports);

        private const string Imports = "import { anybody, user } from '../middlewares/user'\nimport { requireRole } from '../middlewares/require-role'";
        private const string Name = "bodySchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }";
        private const string Answer = "ctx.logger.info('Handled'); return { status: 200, body: { id: req.pathParams.id, by: req.claims, name: req.body.name } }";
    }

    [Fact]
    public async Task Chain_OfModulesAndFactories_RunsInOrder_HandsOnTheRequest_AndLogsAsItsStep()
    {
        using var response = await AsAsync("ann admin", "/users/7", """{"name":"Bob"}""");
        Assert.Equal("""{"id":"7","by":{"name":"ann","role":"admin"},"name":"Bob"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(
            ["""info PutUsersId Known {"name":"ann"}""", "info PutUsersId Is admin", "info PutUsersId Handled"],
            await _http.LogsAsync(response.Header("x-trace-id")!, 3));
    }

    [Theory]
    [InlineData("", 401, """{"error":"Unauthorized"}""")]
    [InlineData("bob editor", 403, """{"error":"This needs the role admin"}""")]
    [InlineData("ann admin", 400, """{"error":"Validation failed",""")]
    public async Task Refusal_PrecedesTheCheckOfTheBody_AndEachIsTheWholeAnswer(string who, int status, string answer)
    {
        using var response = await AsAsync(who, "/users/7", """{"name":7}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(answer, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfTheSecond_LeavesTheHandlerOut()
    {
        using var response = await AsAsync("bob guest", "/users/7", """{"name":"x"}""");
        Assert.Equal(
            ["""info PutUsersId Known {"name":"bob"}""", """warn PutUsersId Refused {"required":"admin","actual":"guest"}"""],
            await _http.LogsAsync(response.Header("x-trace-id")!, 2));
    }

    [Theory]
    [InlineData("ann admin", 200, 403)]
    [InlineData("bob editor", 403, 200)]
    public async Task Factory_CalledTwice_MakesTwo(string who, int users, int texts)
    {
        using var user = await AsAsync(who, "/users/7", """{"name":"x"}""");
        using var text = await AsAsync(who, "/texts/7", """{"name":"x"}""");
        Assert.Equal((users, texts), ((int)user.StatusCode, (int)text.StatusCode));
    }

    [Fact]
    public async Task Request_HasNothingOfTheOneBefore()
    {
        const string Anonymous = """{"claims":"none","keys":["body","headers","pathParams","queryParams","rawBody"]}""";
        Assert.Equal(Anonymous, await _http.SendAsync("GET /content").CompactAsync());
        Assert.StartsWith("""{"claims":{"name":"ann","role":"admin"}""", await _http.SendWithAsync("GET /content", ("Authorization", "ann admin")).CompactAsync(), StringComparison.Ordinal);
        Assert.Equal(Anonymous, await _http.SendAsync("GET /content").CompactAsync());
    }

    private Task<HttpResponseMessage> AsAsync(string who, string path, string body) => _http.SendAsync($"PUT {path}", body, headers: ("Authorization", who));
}
