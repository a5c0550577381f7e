-- A form of the desk, sent again and again, each time with a number and a key of its own:
--
--   wrk -s form.lua ADDRESS -- FORM NUMBER THINK
--
-- FORM is a file: the path, the cookie and the form, a line each; in the form NUMMER is the number and SUMMA a digest with it. NUMBER
-- is the last that was used. THINK is how many milliseconds pass from an answer to the next form. Prints one line of JSON.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1]))
  path, cookie, form = file:read("*l", "*l", "*l")
  file:close()
  number = tonumber(args[2])
  local think = tonumber(args[3])
  if think > 0 then
    function delay()
      return think
    end
  end
  wrong, why = 0, ""
  headers = {
    ["Cookie"] = cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
  }
end

function request()
  number = number + 1
  local body = form:gsub("NUMMER", tostring(number)):gsub("SUMMA", string.format("%064d", number))
  return wrk.format("POST", path, headers, body)
end

-- To the page of what was recorded, and to nothing else.
function response(status, answer)
  local to = answer["location"] or ""
  if status ~= 303 or not to:match("^/utlamnanden/%d+$") then
    wrong, why = wrong + 1, status .. " " .. to
  end
end

function done(summary, latency)
  local thread = threads[1]
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '{"p50": %.3f, "p99": %.3f, "rate": %.2f, "last": %d, "wrong": %d, "why": "%s", "lost": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6,
    thread:get("number"), thread:get("wrong"), thread:get("why"), lost))
end
